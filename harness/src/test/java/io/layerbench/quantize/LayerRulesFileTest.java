package io.layerbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerRulesFileTest {

  private final Path file;

  LayerRulesFileTest(@TempDir Path folder) {
    this.file = folder.resolve("layers.json");
  }

  private List<LayerRule> read(String text) throws IOException {
    Files.writeString(file, text);
    return LayerRulesFile.read(file);
  }

  @Test
  void everyPropertyIsRead() throws IOException {
    assertThat(
            read(
                """
                {"format_version": 1, "layers": [
                  {"match": "block0.*", "precision": "fp32"},
                  {"match": "*.depthwise", "per_channel": true, "weights": "asymmetric"},
                  {"match": "head", "calibration": "moving-average", "reduced_range": false}]}
                """))
        .containsExactly(
            new LayerRule("block0.*", Precision.FP32, null, null, null, null),
            new LayerRule("*.depthwise", null, true, Symmetry.ASYMMETRIC, null, null),
            new LayerRule("head", null, null, null, CalibrationMethod.MOVING_AVERAGE, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | is not an object",
        "{\"layers\": [{\"match\": \"*\", \"precision\": \"int8\"}]} | format_version (1)",
        "{\"format_version\": 2, \"layers\": []} | format_version (1)",
        "{\"format_version\": 18446744073709551617, \"layers\": []} | format_version (1)",
        "{\"format_version\": 1.0, \"layers\": []} | format_version (1)",
        "{\"format_version\": \"1\", \"layers\": []} | format_version (1)",
        "{\"format_version\": 1} | (layers)",
        "{\"format_version\": 1, \"layers\": []} | (layers)",
        "{\"format_version\": 1, \"layers\": {}} | (layers)",
        "{\"format_version\": 1, \"layers\": [], \"rules\": []} | (rules)",
      })
  void filesThatAreNoneAreRefused(String text, String reason) {
    refused(text, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | is not an object",
        "{} | (match)",
        "{\"precision\": \"int8\"} | (match)",
        "{\"match\": \" \", \"precision\": \"int8\"} | (match)",
        "{\"match\": [\"*\"], \"precision\": \"int8\"} | (match)",
        "{\"match\": \"*\"} | says nothing",
        "{\"match\": \"*\", \"bits\": 4} | (bits)",
        "{\"match\": \"*\", \"precision\": \"int9\"} | (int9)",
        "{\"match\": \"*\", \"precision\": \"int4\"} | (int4)",
        "{\"match\": \"*\", \"precision\": 8} | (precision)",
        "{\"match\": \"*\", \"precision\": null} | (precision)",
        "{\"match\": \"*\", \"weights\": \"affine\"} | (affine)",
        "{\"match\": \"*\", \"calibration\": \"best\"} | (best)",
        "{\"match\": \"*\", \"per_channel\": \"yes\"} | (per_channel)",
        "{\"match\": \"*\", \"per_channel\": 1} | (per_channel)",
        "{\"match\": \"*\", \"reduced_range\": \"on\"} | (reduced_range)",
      })
  void rulesThatAreNoneAreRefusedByTheirPlace(String rule, String reason) {
    String good = "{\"match\": \"a\", \"precision\": \"int8\"}";
    String text = "{\"format_version\": 1, \"layers\": [%s, %s]}".formatted(good, rule);
    refused(text, reason);
    refused(text, "layers[1]");
  }

  private void refused(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layers.json")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"format_version\": 1, \"layers\": [{\"match\": \"a\", \"match\": \"b\"}]}",
        "{\"format_version\": 1, \"layers\": [",
        "null",
      })
  void whatIsNoStrictJsonIsRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layers.json");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> LayerRulesFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layers.json");
  }
}
