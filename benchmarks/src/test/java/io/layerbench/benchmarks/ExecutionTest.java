package io.layerbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.Fp16;
import io.layerbench.backend.Kernel;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTest {

  private static List<Kernel> kernels(String... opsAndTypes) {
    return Stream.of(opsAndTypes)
        .map(text -> text.split(" ", -1))
        .map(parts -> new Kernel(parts[0], parts[0], parts[1], 1, Map.of()))
        .toList();
  }

  private static String int8(String... opsAndTypes) {
    return String.valueOf(Execution.emulated("int8", Fp16.STORAGE, kernels(opsAndTypes)));
  }

  @Test
  void aConvolutionInFloatBetweenQuantizeAndDequantizeIsEmulated() {
    assertThat(
            int8(
                "DequantizeLinear uint8,float,uint8",
                "FusedConv float,float",
                "QuantizeLinear float"))
        .isEqualTo("runs in float between quantize and dequantize (1 FusedConv)");
  }

  @Test
  void oneFloatAnchorAmongIntegerOnesIsEmulated() {
    assertThat(int8("QLinearConv uint8,float", "Conv float", "Conv float", "MatMul float"))
        .isEqualTo("runs in float between quantize and dequantize (2 Conv, 1 MatMul)");
  }

  @ParameterizedTest
  @CsvSource({"'float,float', 0, true", "'float,float', 64, false", "float, 0, false"})
  void onlyProductsWithWeightsMustRunOnIntegers(String types, long parameters, boolean isNative) {
    Kernel product = new Kernel("m", "MatMul", types, 1, Map.of("parameter_size", parameters));
    Kernel layer = new Kernel("g", "QGemm", "uint8,float,int8", 1, Map.of());

    String reason = Execution.emulated("int8", Fp16.STORAGE, List.of(layer, product));

    assertThat(reason == null).isEqualTo(isNative);
  }

  @Test
  void anEngineHidesWhatItRuns() {
    assertThat(
            Execution.emulated(
                "int8", Fp16.NATIVE, kernels("TRTKernel_graph_torch-jit-export_1_0 float")))
        .isNull();
  }

  @Test
  void glueThatRunsInFloatAloneIsEmulated() {
    assertThat(int8("DequantizeLinear uint8,float", "Softmax float", "QuantizeLinear float"))
        .isEqualTo("runs in float between quantize and dequantize (1 Softmax)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QLinearConv uint8,float,uint8,int8",
        "QLinearMatMul uint8,int8",
        "MatMulInteger uint8,int8",
        "MaxPool uint8",
        "QGemm int8,int8"
      })
  void integerKernelsAreNative(String kernel) {
    assertThat(int8("ReorderInput float", kernel)).isEqualTo("null");
  }

  @Test
  void smallFloatWorkBesideAnIntegerAnchorIsNative() {
    assertThat(int8("QLinearConv uint8,float", "Relu float")).isEqualTo("null");
  }

  @Test
  void halfPrecisionIsEmulatedWhereItIsStorageOnly() {
    assertThat(Execution.emulated("fp16", Fp16.STORAGE, kernels("Conv float"))).contains("FP16");
    assertThat(Execution.emulated("fp16", Fp16.NATIVE, kernels("Conv float16"))).isNull();
  }

  @Test
  void floatIsNeverEmulated() {
    assertThat(Execution.emulated("fp32", Fp16.STORAGE, kernels("Conv float"))).isNull();
    assertThat(Execution.emulated("mixed", Fp16.STORAGE, kernels("Conv float"))).isNull();
  }
}
