package io.layerbench.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RenamingTest {

  private final OnnxModel model = TestModels.mlp();

  @Test
  void tensorsGetOtherNamesAndTheResultsStay() {
    String input = model.graph().inputs().get(0).getName();
    String output = model.graph().outputs().get(0).getName();

    OnnxModel renamed = Renaming.of(model, Map.of(input, "in", output, "out"));

    assertThat(renamed.graph().inputs()).extracting(info -> info.getName()).containsExactly("in");
    assertThat(renamed.graph().outputs()).extracting(info -> info.getName()).containsExactly("out");
    assertThat(result(renamed)).isEqualTo(result(model));
  }

  /** The new names of a substitute are those of another model, so its own may be among them. */
  @Test
  void aTensorThatHasANewNameGetsOutOfTheWay() {
    String input = model.graph().inputs().get(0).getName();
    String output = model.graph().outputs().get(0).getName();
    String inner = model.graph().nodes().get(0).getOutput(0);

    OnnxModel renamed = Renaming.of(model, Map.of(input, inner, output, input));

    assertThat(renamed.graph().inputs()).extracting(info -> info.getName()).containsExactly(inner);
    assertThat(renamed.graph().outputs()).extracting(info -> info.getName()).containsExactly(input);
    assertThat(result(renamed)).isEqualTo(result(model));
  }

  private static float[] result(OnnxModel one) {
    OnnxModel shaped = InputShapes.fix(one, Map.of(), 1);
    return OrtRunner.run(shaped, OrtRunner.randomInputs(shaped, 3))
        .values()
        .iterator()
        .next()
        .toFloats();
  }
}
