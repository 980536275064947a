package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        "conv1,INT8,10,,5|has no sensitivity",
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
  void givesBackWhatItWrote() throws Exception {
    SensitivityTable table =
        new SensitivityTable(
            SHA,
            "0123456789ab",
            List.of(
                new LayerSensitivity("=a,\"b\"", Precision.INT8, 80, 1.25e-9, 100),
                new LayerSensitivity("=a,\"b\"", Precision.FP16, 80, 0, 100),
                new LayerSensitivity("fc", Precision.INT4, 1, 1 / 3.0, 100)));
    Path file = folder.resolve("sensitivity.csv");
    SensitivityCsv.write(file, table);
    assertThat(Files.readString(file)).startsWith(HEAD.lines().findFirst().orElseThrow() + "\r\n");
    assertThat(SensitivityCsv.read(file)).isEqualTo(table);
  }

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("x.csv"), text);
  }
}
