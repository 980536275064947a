package io.layerbench.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeModelTest {

  @Test
  void theCpuAgreesWithItself() {
    assertThat(ProbeModel.difference(OrtSessions.Provider.CPU)).isEmpty();
  }

  @Test
  void roundingIsNoDifferenceAndTf32IsOne() {
    float[] expected = {1f, -2f, 0.001f};
    assertThat(ProbeModel.difference(new float[] {1.0001f, -2.0001f, 0.0011f}, expected)).isEmpty();
    assertThat(ProbeModel.difference(new float[] {1.001f, -2f, 0.001f}, expected))
        .isEqualTo("a small convolution gives 1.001 where the CPU gives 1.0");
  }

  @Test
  void noNumberIsADifference() {
    assertThat(ProbeModel.difference(new float[] {Float.NaN}, new float[] {1f})).contains("NaN");
  }
}
