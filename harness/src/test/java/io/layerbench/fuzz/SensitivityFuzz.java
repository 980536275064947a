package io.layerbench.fuzz;

import io.layerbench.quantize.LayerRulesFile;
import io.layerbench.suite.SensitivityImport;
import java.nio.file.Path;
import java.util.Set;

/** Sensitivities that someone else computed, as CSV and as JSON, and layer options. */
public final class SensitivityFuzz {

  static final FuzzedFolder FILES = new FuzzedFolder(Seeds.of("sensitivity"));

  private static final Set<String> LAYERS =
      Set.of("dense1", "dense2", "block1.conv", "block2.conv", "block3.conv", "block4.conv", "fc");

  private SensitivityFuzz() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] data) {
    FILES.feed(data, SensitivityFuzz::read);
  }

  static void read(Path changed) {
    if (changed.endsWith("layers.json")) {
      LayerRulesFile.read(changed);
    } else {
      SensitivityImport.read(changed, "0".repeat(64), LAYERS);
    }
  }
}
