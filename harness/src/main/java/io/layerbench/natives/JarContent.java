package io.layerbench.natives;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The libraries of one platform inside a jar, checked before anything is unpacked.
 *
 * @param entries of that platform; their last names differ
 * @param artifact see {@link UnpackedJar}
 * @param version see {@link UnpackedJar}
 */
record JarContent(List<ZipEntry> entries, String artifact, String version) {

  /** Four times the largest jar that is known, unpacked. */
  private static final long MOST_BYTES = 8L << 30;

  private static final String REMEDY = "download it again; it must be the untouched jar.";

  JarContent {
    entries = List.copyOf(entries);
  }

  /** Reads the jar's directory. */
  static JarContent of(ZipFile zip, Path jar, Platform platform) {
    List<? extends ZipEntry> all = zip.stream().toList();
    all.forEach(entry -> checkName(entry, jar));
    List<ZipEntry> ours =
        all.stream()
            .filter(entry -> !entry.isDirectory() && isOf(entry.getName(), platform))
            .map(ZipEntry.class::cast)
            .toList();
    if (ours.isEmpty()) {
      throw new InvalidInputException(
          "The jar " + jar + " has no libraries for this platform (" + platform + ").",
          "name a jar such as onnxruntime_gpu, or a redist jar of this platform.");
    }
    checkSizes(ours, jar);
    Properties maven = maven(zip, all, jar);
    String group = maven.getProperty("groupId", "");
    String id = maven.getProperty("artifactId", String.valueOf(jar.getFileName()));
    return new JarContent(ours, group.isEmpty() ? id : group + ":" + id, version(zip, maven, jar));
  }

  long bytes() {
    return entries.stream().mapToLong(ZipEntry::getSize).sum();
  }

  static String fileName(ZipEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  /** ONNX Runtime's layout, or that of JavaCPP. */
  private static boolean isOf(String name, Platform platform) {
    if (name.contains(".dSYM/")) {
      return false;
    }
    return name.startsWith("ai/onnxruntime/native/" + platform.onnxruntime() + "/")
        || name.matches("org/bytedeco/[^/]+/" + platform.javacpp() + "/[^/]+");
  }

  private static void checkName(ZipEntry entry, Path jar) {
    String name = entry.getName();
    boolean leads =
        name.startsWith("/")
            || name.contains("\\")
            || name.matches("[A-Za-z]:.*")
            || List.of(name.split("/", -1)).contains("..");
    if (leads) {
      throw new InvalidInputException(
          "The jar " + jar + " has an entry whose name leads out of a folder (" + name + ").",
          "do not use this jar.");
    }
  }

  private static void checkSizes(List<ZipEntry> entries, Path jar) {
    Set<String> names = new HashSet<>();
    long sum = 0;
    for (ZipEntry entry : entries) {
      if (!names.add(fileName(entry))) {
        throw new InvalidInputException(
            "The jar " + jar + " has two libraries named (" + fileName(entry) + ").", REMEDY);
      }
      sum += Math.max(0, entry.getSize());
      if (entry.getSize() < 0 || sum > MOST_BYTES) {
        throw new InvalidInputException(
            "The jar " + jar + " declares more than (" + (MOST_BYTES >> 30) + ") GiB of libraries.",
            "do not use this jar.");
      }
    }
  }

  private static String version(ZipFile zip, Properties maven, Path jar) {
    String version = maven.getProperty("version");
    if (version != null) {
      return version;
    }
    ZipEntry manifest = zip.getEntry("META-INF/MANIFEST.MF");
    Properties properties = manifest == null ? new Properties() : properties(zip, manifest, jar);
    return properties.getProperty("Implementation-Version", "unknown").strip();
  }

  private static Properties maven(ZipFile zip, List<? extends ZipEntry> all, Path jar) {
    return all.stream()
        .filter(entry -> entry.getName().matches("META-INF/maven/.+/pom\\.properties"))
        .findFirst()
        .map(entry -> properties(zip, entry, jar))
        .orElseGet(Properties::new);
  }

  /** A manifest's main part is read well enough as properties: "Name: value". */
  private static Properties properties(ZipFile zip, ZipEntry entry, Path jar) {
    Properties properties = new Properties();
    try (InputStream in = zip.getInputStream(entry)) {
      properties.load(in);
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      String reason = e instanceof IOException io ? IoReason.of(io) : String.valueOf(e);
      throw new InvalidInputException(
          "The jar " + jar + " is damaged: " + entry.getName() + " (" + reason + ").", REMEDY, e);
    }
  }
}
