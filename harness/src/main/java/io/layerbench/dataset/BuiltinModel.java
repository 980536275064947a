package io.layerbench.dataset;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Digests;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The model and dataset that come with the program: M5, a network that tells 35 spoken words apart,
 * with 700 clips to evaluate and 140 to calibrate.
 *
 * @param model the ONNX file
 * @param dataset its dataset.json
 */
public record BuiltinModel(Path model, Path dataset) {

  private static final String PLACE = "/builtin/m5/";

  /** A resource in the format of sha256sum: a line per file, digest, two blanks, name. */
  private static final String SUMS = "SHA256SUMS";

  /**
   * Writes the files into a folder; those that lie there with the right content stay untouched.
   *
   * @param dir made where it does not exist
   * @throws EnvironmentException where the folder cannot be written, or the program's own files are
   *     damaged
   */
  public static BuiltinModel extractTo(Path dir) {
    try {
      Files.createDirectories(dir);
      String sums = new String(resource(SUMS), StandardCharsets.UTF_8);
      for (String line : sums.lines().toList()) {
        extract(dir, line.substring(0, 64), line.substring(66));
      }
    } catch (IOException e) {
      throw new EnvironmentException(
          "The built-in model cannot be written to (" + dir + ": " + IoReason.of(e) + ").",
          "choose a folder that can be written.",
          e);
    }
    return new BuiltinModel(dir.resolve("m5.onnx"), dir.resolve("dataset.json"));
  }

  private static void extract(Path dir, String sha256, String name) throws IOException {
    Path file = dir.resolve(name);
    if (Files.isRegularFile(file) && Digests.sha256(file).equals(sha256)) {
      return;
    }
    byte[] bytes = resource(name);
    if (!Digests.sha256(bytes).equals(sha256)) {
      throw damaged(name);
    }
    AtomicFiles.write(file, bytes);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = BuiltinModel.class.getResourceAsStream(PLACE + name)) {
      if (in == null) {
        throw damaged(name);
      }
      return in.readAllBytes();
    }
  }

  private static EnvironmentException damaged(String name) {
    return new EnvironmentException(
        "The program's own file (" + PLACE + name + ") is missing or damaged.",
        "build or download the program again.");
  }
}
