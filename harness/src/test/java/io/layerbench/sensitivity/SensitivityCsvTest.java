package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.quantize.Operands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensitivityCsvTest {

  private static final String SHA = "ab".repeat(32);
  private static final String HEAD =
      "# model_sha256="
          + SHA
          + ", scheme=0123456789ab\nlayer,precision,parameters,sensitivity,samples\n";

  private final Path folder;

  SensitivityCsvTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv1,INT8,10,NaN,5|line 4",
        "conv1,INT8,10,-0.5,5|negative",
        "conv1,INT8,0,0.5,5|parameters",
        "conv1,INT8,10,0.5,0|samples",
        "conv1,INT8,10,0.5,99999999999|samples",
        "conv1,INT7,10,0.5,5|unknown precision (INT7)",
        ",INT8,10,0.5,5|has no layer",
        "ok,INT8,10,0.5,5|repeats the layer and precision of line (3)",
        "conv1,INT8,10,0.5|cells"
      })
  void refusesABadRow(String row, String message) throws Exception {
    Path file = write(HEAD + "ok,INT8,10,0.5,5\n" + row + "\n");
    assertThatThrownBy(() -> SensitivityCsv.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("line 4");
  }

  @Test
  void refusesAWrongHeaderAndAMissingKey() throws Exception {
    Path header = write("# model_sha256=" + SHA + ", scheme=x\nlayer,sensitivity\n");
    assertThatThrownBy(() -> SensitivityCsv.read(header)).hasMessageContaining("line 2");
    Path key = write("layer,precision,parameters,sensitivity,samples\n");
    assertThatThrownBy(() -> SensitivityCsv.read(key))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("which model");
  }

  @Test
  void keepsAMissingValueAsMissing() throws Exception {
    SensitivityTable table = SensitivityCsv.read(write(HEAD + "conv1,INT8,10,,5\n"));

    assertThat(table.find("conv1", Precision.INT8).orElseThrow().sensitivity()).isNull();
  }

  @Test
  void givesBackWhatItWrote() throws Exception {
    OutputError own = new OutputError(100, 8, 0.5, 0.01, 41.5, null, 3, 0.999);
    OutputError model = new OutputError(16, 8, 0.5, 0.01, 20.0, null, 3, 0.999);
    Agreement agreement = new Agreement(0.25, 99.5, 200, 180, 179, 0.5, -0.75, 1.75);
    SensitivityTable table =
        new SensitivityTable(
            SHA,
            "0123456789ab",
            List.of(
                row("=a,\"b\"", Mode.ONLY, Precision.INT8, own, null, null),
                row("=a,\"b\"", Mode.ALL_BUT, Precision.INT8, own, model, agreement),
                row("=a,\"b\"", Mode.ONLY, Precision.FP16, null, null, null),
                new SensitivityRow(
                    "plan", UnitKind.MIXTURE, Mode.ONLY, null, null, 5, 100, 0.0, own, own, null)));
    Path file = folder.resolve("sensitivity.csv");

    SensitivityCsv.write(file, table);

    assertThat(Files.readString(file)).startsWith(HEAD.lines().findFirst().orElseThrow() + "\r\n");
    assertThat(SensitivityCsv.read(file)).isEqualTo(table);
  }

  @Test
  void refusesAnErrorThatCannotBeByItsLine() throws Exception {
    OutputError own = new OutputError(100, 8, 0.5, 0.01, 41.5, null, 3, 0.999);
    SensitivityTable table =
        new SensitivityTable(
            SHA, "0123456789ab", List.of(row("a", Mode.ONLY, Precision.INT8, own, null, null)));
    String text = SensitivityCsv.text(table);

    for (String norm : List.of("-0.5", "1e999")) {
      Path file = write(text.replace(",8,0.5,", ",8," + norm + ","));
      assertThatThrownBy(() -> SensitivityCsv.read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("line 3", "norm", norm.substring(0, 1));
    }
  }

  @Test
  void readsAFileWhoseOutputsWereComparedOnAllSamples() throws Exception {
    OutputError error = new OutputError(100, 8, 0.5, 0.01, 20.0, null, 3, 0.999);
    SensitivityTable table =
        new SensitivityTable(
            SHA, "0123456789ab", List.of(row("a", Mode.ONLY, Precision.INT8, error, error, null)));
    String text = SensitivityCsv.text(table);
    Path earlier = write(text.replace("model_samples,", "").replace(",0.999,100,", ",0.999,"));

    assertThat(SensitivityCsv.read(earlier)).isEqualTo(table);
    assertThat(table.rows().get(0).outputNoise()).isEqualTo(0.01);
  }

  @Test
  void noiseIsUnknownWhereTheOutputIsAllZero() {
    OutputError equal = new OutputError(1, 8, 0, 0, null, null, 3, 1);
    OutputError ofNothing = new OutputError(1, 8, 0.5, 1, null, null, 0, 0);

    assertThat(row("a", Mode.ONLY, Precision.INT8, equal, equal, null).outputNoise()).isZero();
    assertThat(row("a", Mode.ONLY, Precision.INT8, equal, ofNothing, null).outputNoise()).isNull();
    assertThat(row("a", Mode.ONLY, Precision.INT8, equal, null, null).outputNoise()).isNull();
  }

  private static SensitivityRow row(
      String unit,
      Mode mode,
      Precision precision,
      @Nullable OutputError own,
      @Nullable OutputError model,
      @Nullable Agreement agreement) {
    return new SensitivityRow(
        unit,
        UnitKind.LAYER,
        mode,
        precision,
        Operands.WEIGHTS_AND_ACTIVATIONS,
        80,
        100,
        1.25e-9,
        own,
        model,
        agreement);
  }

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("x.csv"), text);
  }
}
