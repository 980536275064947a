package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VectorInstructionsTest {

  @Test
  void nothingListedIsUnknownAndNotNone() {
    assertThat(VectorInstructions.ofOshi(List.of(), false).unknown()).isNotBlank();
    assertThat(VectorInstructions.ofOshi(List.of("", ":", "a: b: c"), false).items()).isEmpty();
  }

  @Test
  void macOsOnAppleSilicon() {
    List<String> lines =
        List.of(
            "hw.optional.arm.FEAT_DotProd: 1",
            "hw.optional.arm.FEAT_I8MM: 1",
            "hw.optional.arm.FEAT_FP16: 1",
            "hw.optional.arm.FEAT_BF16: 0",
            "hw.optional.AdvSIMD: 1",
            "hw.optional.avx2_0: 0");

    FactList<String> names = VectorInstructions.ofOshi(lines, false);

    assertThat(names.items()).containsExactly("asimd", "asimddp", "asimdhp", "i8mm");
    assertThat(names.unknown()).isNull();
  }

  @Test
  void macOsOnIntel() {
    List<String> lines =
        List.of(
            "machdep.cpu.features: FPU SSE4.1 AVX1.0 FMA F16C",
            "leaf7_features: AVX2 AVX512F AVX512VNNI");

    assertThat(VectorInstructions.ofOshi(lines, false).items())
        .containsExactly("avx", "avx2", "avx512_vnni", "avx512f", "f16c", "fma", "sse4_1");
  }

  @Test
  void windowsTellsSomeAndTheListSaysSo() {
    List<String> lines =
        List.of(
            "PF_AVX2_INSTRUCTIONS_AVAILABLE",
            "PF_SSE4_1_INSTRUCTIONS_AVAILABLE",
            "PF_ARM_V82_DP_INSTRUCTIONS_AVAILABLE",
            "PF_NX_ENABLED");

    FactList<String> names = VectorInstructions.ofOshi(lines, true);

    assertThat(names.items()).containsExactly("asimddp", "avx2", "sse4_1");
    assertThat(names.unknown()).contains("VNNI");
  }

  @Test
  void pciIdsComeOutOfOshisTexts() {
    assertThat(OshiHardware.pciId("NVIDIA Corporation (0x10de)", "0x2335").value())
        .isEqualTo("10de:2335");
    assertThat(OshiHardware.pciId("Apple", "unknown").value()).isNull();
  }
}
