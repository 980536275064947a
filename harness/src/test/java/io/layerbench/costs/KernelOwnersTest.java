package io.layerbench.costs;

import static io.layerbench.costs.Costs.kernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TestModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelOwnersTest {

  private static final OnnxModel MODEL = TestModels.mlp();

  private final KernelOwners owners = new KernelOwners(MODEL, LayerSplitter.split(MODEL));

  /** As ONNX Runtime names them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dense1",
        "dense1_token_12",
        "dense1/MatMulAddFusion",
        "dense1/MatMulScaleFusion/",
        "dense1_FusedMatMulAndScale",
        "dense1/MatMulAddFusion_token_3_token_4",
        "r1_nchwc"
      })
  void aFusedKernelBelongsToTheLayerThatItStartsFrom(String name) {
    KernelOwners.Shares shares = owners.of(List.of(kernel(name, "Gemm", "in", "out", 5)));

    assertThat(shares.part("dense1").micros()).isEqualTo(5);
    assertThat(shares.unknownShare()).isZero();
  }

  @Test
  void whatAFusionPutsBeforeItsKernelBelongsToItsReader() {
    KernelOwners.Shares shares =
        owners.of(
            List.of(
                kernel("gemm_input_reshape", "Reshape", "x", "arg_token_1", 2),
                kernel("dense2/MatMulAddFusion", "Gemm", "arg_token_1", "arg_token_2", 5)));

    assertThat(shares.part("dense2").micros()).isEqualTo(7);
  }

  @Test
  void whatNothingOwnsIsSaid() {
    KernelOwners.Shares shares =
        owners.of(
            List.of(
                kernel("dense1", "Gemm", "x", "a1", 6),
                kernel("other", "Gemm", "?", "??", 3),
                kernel("another", "Gemm", "?", "???", 1)));

    assertThat(shares.unknownShare()).isCloseTo(0.4, within(1e-9));
    assertThat(shares.longestUnknown().name()).isEqualTo("other");
    assertThat(owners.of(List.of()).unknownShare()).isZero();
  }
}
