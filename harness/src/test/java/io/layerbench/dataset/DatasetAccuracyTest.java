package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.layerbench.TestAssets;
import io.layerbench.base.TensorData;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * FP32 accuracy of the real models over their dataset files, to the item. The numbers are the
 * issue's; those of ResNet-56 and ResNet-8 are on the assets' own page, which has the wake words'
 * only for all of their rows.
 */
class DatasetAccuracyTest {

  @ParameterizedTest
  @CsvSource({
    "efficientnet-lite0, efficientnet-lite0/efficientnet_lite0.onnx, 100, 600, 529",
    "squeezenet, squeezenet/squeezenet1_1.onnx, 100, 600, 373",
    "resnet20, cifar10/resnet20.onnx, 82, 700, 554",
    "resnet56, cifar10/resnet56.onnx, 82, 700, 542",
    "resnet8, cifar10/resnet8.onnx, 82, 700, 519",
    "kws, kws/kws_ds_cnn.onnx, 100, 600, 549",
    "vww, vww/vww_mobilenet_v1_025.onnx, 50, 300, 251",
    "m5, m5/m5.onnx, 140, 700, 663",
  })
  void findsEveryItemThatTheReferenceFinds(
      String name, String model, int calibrate, int evaluate, int right) throws Exception {
    Path file = TestAssets.require(model);
    Path assets = TestAssets.require(".");
    Dataset dataset = Dataset.read(json(name), assets);
    assertThat(dataset.calibrate().size()).isEqualTo(calibrate);
    assertThat(dataset.evaluate().size()).isEqualTo(evaluate);
    assertThat(right(file, dataset)).isEqualTo(right);
  }

  private static Path json(String name) throws URISyntaxException {
    return new File(DatasetAccuracyTest.class.getResource("/datasets/" + name + ".json").toURI())
        .toPath();
  }

  @Test
  void findsWhatTheReferenceFindsAmongAllWakeWordRows() throws Exception {
    Path model = TestAssets.require("vww/vww_mobilenet_v1_025.onnx");
    Dataset dataset = Dataset.read(json("vww"), TestAssets.require("."));
    assertThat(right(model, dataset) + right(model, dataset, dataset.calibrate())).isEqualTo(293);
  }

  static int right(Path model, Dataset dataset) throws OrtException {
    return right(model, dataset, dataset.evaluate());
  }

  private static int right(Path model, Dataset dataset, Items items) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    int right = 0;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model.toString(), options)) {
        for (int i = 0; i < items.size(); i++) {
          Item item = items.get(i);
          right += top(environment, session, item, dataset) == item.label().getAsInt() ? 1 : 0;
        }
      }
    }
    return right;
  }

  private static int top(OrtEnvironment environment, OrtSession session, Item item, Dataset dataset)
      throws OrtException {
    Map.Entry<String, TensorData> input = item.inputs().entrySet().iterator().next();
    TensorData data = input.getValue();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, data.floats(), data.shape());
        OrtSession.Result result = session.run(Map.of(input.getKey(), tensor))) {
      OnnxTensor output =
          (OnnxTensor) result.get(dataset.scoredOutput().orElseThrow()).orElseThrow();
      float[] scores = new float[output.getFloatBuffer().remaining()];
      output.getFloatBuffer().get(scores);
      int best = 0;
      for (int c = 1; c < scores.length; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      return best;
    }
  }
}
