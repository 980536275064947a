package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.UsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {

  @Test
  void aGlobThatMatchesNothingIsRefused() {
    assertThatThrownBy(() -> Blocks.byGlobs(List.of("stem", "block0.conv"), List.of("blok*")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("(blok*)");
  }

  @Test
  void aGlobMatchesWholePartsOnly() {
    assertThatThrownBy(() -> Blocks.byGlobs(List.of("block10.conv"), List.of("block1")))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void charactersOfPatternsAreJustCharacters() {
    assertThat(Blocks.byGlobs(List.of("a+(b).c", "aab.c"), List.of("a+(b)")))
        .isEqualTo(Map.of("a+(b)", List.of("a+(b).c")));
  }

  @ParameterizedTest
  @CsvSource({
    "block3.project, block3",
    "layer1.0.conv2, layer1.0",
    "/encoder/layer.4/attention/self/query/MatMul, /encoder/layer.4",
    "features.12.expand, features.12",
    "pooler/dense/MatMul, pooler",
    "/pooler/dense/MatMul, /pooler",
    "conv1, conv1",
    "stem, stem",
    "MatMul_103, MatMul_103",
    "..., ...",
    "a.1.2.3, a.1.2"
  })
  void aScopeEndsWithItsFirstNumber(String layer, String block) {
    assertThat(Blocks.byScope(List.of(layer))).isEqualTo(Map.of(block, List.of(layer)));
  }

  @Test
  void blocksAndLayersKeepTheModelsOrder() {
    Map<String, List<String>> blocks =
        Blocks.byScope(List.of("stem", "b1.x", "b0.x", "b1.y", "head"));

    assertThat(blocks.keySet()).containsExactly("stem", "b1", "b0", "head");
    assertThat(blocks).containsEntry("b1", List.of("b1.x", "b1.y"));
  }

  @Test
  void theFirstGlobWinsAndTheRestIsInNoBlock() {
    List<String> layers = List.of("stem", "layer1.0.conv1", "layer1.1.conv1", "layer2.0.conv1");

    assertThat(Blocks.byGlobs(layers, List.of("layer1.*", "layer*")))
        .isEqualTo(
            Map.of(
                "layer1.0", List.of("layer1.0.conv1"),
                "layer1.1", List.of("layer1.1.conv1"),
                "layer2", List.of("layer2.0.conv1")));
  }
}
