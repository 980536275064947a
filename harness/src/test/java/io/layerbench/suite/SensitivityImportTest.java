package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.base.Precision;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensitivityImportTest {

  private static final String SHA = "ab".repeat(32);
  private static final SensitivityTable TABLE =
      new SensitivityTable(
          SHA,
          "0123456789ab",
          List.of(
              SensitivityRow.imported("conv1", Precision.INT8, 10, 0.5, 5),
              SensitivityRow.imported("fc", Precision.INT8, 20, null, 5)));

  private final Path folder;

  SensitivityImportTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void bothFormsSayTheSameAndKeepAMissingValue() throws IOException {
    Path csv = folder.resolve("a.csv");
    SensitivityCsv.write(csv, TABLE);

    assertThat(read(json(Json.pretty(TABLE)))).isEqualTo(TABLE);
    assertThat(SensitivityImport.read(csv, SHA, Set.of("conv1", "fc"))).isEqualTo(TABLE);
    assertThat(TABLE.find("fc", Precision.INT8).orElseThrow().sensitivity()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sensitivity\" : 0.5 | \"sensitivity\" : NaN | NaN",
        "\"sensitivity\" : 0.5 | \"sensitivity\" : \"NaN\" | not valid",
        "\"sensitivity\" : 0.5 | \"sensitivity\" : 1e400 | finite",
        "\"sensitivity\" : 0.5 | \"sensitivity\" : -0.5 | -0.5",
        "\"sensitivity\" : 0.5, | | sensitivity",
        "\"samples\" : 5 | \"samples\" : 0 | samples (0)",
        "\"unit\" : \"fc\" | \"unit\" : \"conv1\" | two rows",
        "\"unit\" : \"fc\" | \"unit\" : \"conv9\" | (conv9)",
        "\"kind\" : \"LAYER\" | \"kind\" : \"LEVEL\" | LEVEL",
        "abab | cdab | another model",
        "\"scheme\" | \"schema\" | scheme"
      })
  void refusesAFileThatDoesNotFit(String what, String instead, String message) throws IOException {
    String text = Json.pretty(TABLE);
    assertThat(text).contains(what);
    Path file = json(text.replace(what, instead == null ? "" : instead));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static SensitivityTable read(Path file) {
    return SensitivityImport.read(file, SHA, Set.of("conv1", "fc"));
  }

  private Path json(String text) throws IOException {
    return Files.writeString(folder.resolve("sensitivity.json"), text);
  }
}
