package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameTest {

  @Test
  void keepsTheNumbersOfBlocks() {
    String third = Name.inCharts("/bert/encoder/layer.3/attention/self/query/MatMul");
    String fourth = Name.inCharts("/bert/encoder/layer.4/attention/self/query/MatMul");
    assertThat(third).isEqualTo("…/layer.3/…/self/query/MatMul");
    assertThat(fourth).isNotEqualTo(third);
    assertThat(Name.inCharts("/encoder/layer.0/attention/output/dense/MatMul"))
        .isNotEqualTo(Name.inCharts("/encoder/layer.0/intermediate/dense/MatMul"))
        .isNotEqualTo(Name.inCharts("/encoder/layer.0/output/dense/MatMul"));
  }

  @Test
  void cutsInTheMiddleWhatIsNoPath() {
    String name = "a".repeat(30) + "b".repeat(30);
    assertThat(Name.of(name).shown()).hasSize(Name.LONGEST).startsWith("aaa").endsWith("bbb");
    assertThat(Name.of("/".repeat(10_000)).shown()).hasSize(Name.LONGEST);
    assertThat(Name.of("short").shown()).isEqualTo("short");
  }
}
