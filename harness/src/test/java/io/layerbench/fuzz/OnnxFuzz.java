package io.layerbench.fuzz;

import io.layerbench.onnx.ModelReader;
import java.nio.file.Path;

/** A model file. */
public final class OnnxFuzz {

  static final FuzzedFolder FILES = new FuzzedFolder(Seeds.of("onnx"));

  private OnnxFuzz() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] data) {
    FILES.feed(data, OnnxFuzz::read);
  }

  static void read(Path changed) {
    ModelReader.read(changed);
  }
}
