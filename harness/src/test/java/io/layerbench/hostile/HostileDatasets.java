package io.layerbench.hostile;

import io.layerbench.dataset.Dataset;
import io.layerbench.dataset.PngHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Datasets: dataset.json and the files that it names. */
final class HostileDatasets {

  private static final String KIND = "dataset";

  private static final String RAW =
      "{\"type\": \"raw\", \"file\": \"x.bin\", \"dtype\": \"int8\", \"shape\": [3]}";
  private static final String NPY = "{\"type\": \"npy\", \"file\": \"x.npy\"}";
  private static final String LABELS = "0\n9\n2\n3\n";

  private HostileDatasets() {}

  /** Makes a file's content. */
  private interface Content {
    byte[] bytes() throws IOException;
  }

  static List<HostileCase> cases() {
    return List.of(
        source("../ in a path", RAW.replace("x.bin", "../secret.bin"), LABELS),
        source("an absolute path", RAW.replace("x.bin", "/etc/hostname"), LABELS),
        source("a symbolic link out of the folder", RAW.replace("x.bin", "link.bin"), LABELS),
        source("a pipe (FIFO)", RAW.replace("x.bin", "pipe.bin"), LABELS),
        source("a shape whose product overflows", RAW.replace("[3]", "[65536, 65536, 9]"), LABELS),
        source("a shape with 0", RAW.replace("[3]", "[0]"), LABELS),
        source("a label outside the classes", RAW, "0\n10\n2\n3\n"),
        source("a negative label", RAW, "0\n-1\n2\n3\n"),
        source("a label that is no number", RAW, "0\nNaN\n2\n3\n"),
        source("fewer labels than items", RAW, "0\n1\n2\n"),
        source("more labels than items", RAW, "0\n1\n2\n3\n4\n"),
        npy("a zip bomb as .npz", HostileDatasets::zipBomb),
        npy("a gzip bomb", HostileDatasets::gzipBomb),
        npy("a .npy header that announces 2^40 items", () -> header("(1099511627776, 2)")),
        npy("a .npy header that announces more than there is", () -> header("(4, 1000000)")),
        npy("a .npy header cut short", () -> new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1}),
        npy("a .npy file of Python objects", () -> pickled()),
        image("an image of 60,000 × 60,000", () -> PngHeader.of(60_000, 60_000)),
        image("an image of 2^31 - 1 × 1", () -> PngHeader.of(Integer.MAX_VALUE, 1)),
        image("an image that is only a header", () -> PngHeader.of(8, 8)),
        image("text for an image", () -> "GIF89a no".getBytes(StandardCharsets.UTF_8)));
  }

  private static HostileCase source(String input, String source, String labels) {
    return HostileCase.refused(KIND, input, folder -> read(folder, source, labels, "[]"));
  }

  private static HostileCase npy(String input, Content content) {
    return HostileCase.refused(
        KIND,
        input,
        folder -> {
          Files.createDirectories(folder.resolve("data"));
          Files.write(folder.resolve("data/x.npy"), content.bytes());
          read(folder, NPY, LABELS, "[]");
        });
  }

  private static HostileCase image(String input, Content content) {
    return HostileCase.refused(
        KIND,
        input,
        folder -> {
          Files.createDirectories(folder.resolve("data/img"));
          Files.write(folder.resolve("data/img/a.png"), content.bytes());
          String images = "{\"type\": \"images\", \"folder\": \"img\"}";
          read(folder, images, "0\n", "[{\"step\": \"decode\", \"mode\": \"rgb\"}]");
        });
  }

  private static void read(Path folder, String source, String labels, String steps)
      throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path secret = Files.write(folder.resolve("secret.bin"), new byte[12]);
    Files.createSymbolicLink(data.resolve("link.bin"), secret);
    HostileExternalData.pipe(data.resolve("pipe.bin"));
    Files.write(data.resolve("x.bin"), new byte[12]);
    Files.writeString(data.resolve("l.txt"), labels);
    String part =
        "{\"sources\": {\"x\": %s}, \"labels\": {\"type\": \"lines\", \"file\": \"l.txt\"}}"
            .formatted(source);
    String json =
        """
        {"format_version": 1, "name": "n", "task": "classification", "classes": 10,
         "inputs": {"x": {"steps": %s}}, "calibrate": %s, "evaluate": %s}"""
            .formatted(steps, part, part);
    Dataset dataset = Dataset.read(Files.writeString(data.resolve("dataset.json"), json));
    dataset.evaluate().get(0);
  }

  private static void zeros(OutputStream out) throws IOException {
    byte[] block = new byte[1 << 20];
    for (int i = 0; i < 64; i++) {
      out.write(block);
    }
  }

  private static byte[] zipBomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zeros(zip);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzipBomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      zeros(gzip);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(String shape) {
    return npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n");
  }

  private static byte[] pickled() {
    return npyFile("{'descr': '|O', 'fortran_order': False, 'shape': (4,), }\n");
  }

  private static byte[] npyFile(String header) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file = ByteBuffer.allocate(10 + text.length + 64);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    return file.put((byte) text.length).put((byte) 0).put(text).array();
  }
}
