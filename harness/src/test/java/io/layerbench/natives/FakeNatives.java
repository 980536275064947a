package io.layerbench.natives;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small stand-ins for libraries and the jars that carry them. */
public final class FakeNatives {

  /** What the tests unpack for. */
  public static final Platform LINUX = Platform.of("Linux", "amd64");

  public static final int X64 = 0x3e;
  public static final int ARM = 0xb7;

  private FakeNatives() {}

  /** The head of an ELF file; loading it fails. */
  public static byte[] elf(int machine) {
    byte[] bytes = new byte[64];
    bytes[0] = 0x7f;
    bytes[1] = 'E';
    bytes[2] = 'L';
    bytes[3] = 'F';
    bytes[18] = (byte) machine;
    return bytes;
  }

  /** A folder with all libraries of a set. */
  public static Path folder(Path folder, LibrarySet set, int machine) throws IOException {
    Files.createDirectories(folder);
    for (GpuLibrary library : set.libraries()) {
      Files.write(folder.resolve(library.file(LINUX)), elf(machine));
    }
    return folder;
  }

  /** A jar of ONNX Runtime for one platform, with Maven's description. */
  public static Path jar(Path file, String platform, String version) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "META-INF/maven/com.microsoft.onnxruntime/onnxruntime_gpu/pom.properties",
        ("groupId=com.microsoft.onnxruntime\nartifactId=onnxruntime_gpu\nversion=" + version)
            .getBytes(StandardCharsets.UTF_8));
    for (GpuLibrary library : LibrarySet.CUDA.runtime()) {
      entries.put("ai/onnxruntime/native/" + platform + "/" + library.file(LINUX), elf(X64));
    }
    return jar(file, entries);
  }

  public static Path jar(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }
}
