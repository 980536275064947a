package io.layerbench.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "block0.*, block0.conv, true",
    "block0.*, block01, false",
    "*, /encoder/layer.0/MatMul, true",
    "*.depthwise, a.b/c.depthwise, true",
    "*.depthwise, a.depthwise.bias, false",
    "block?, block1, true",
    "block?, block10, false",
    "a+(b, a+(b, true",
    "head, Head, false",
    "\\Q*, \\Qa, true",
  })
  void matchesWholeNames(String glob, String name, boolean matches) {
    assertThat(new Glob(glob).matches(name)).isEqualTo(matches);
  }
}
