package io.layerbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CrossEntropyTest {

  @Test
  void takesTheSoftmaxOfLogits() {
    CrossEntropy loss = new CrossEntropy();
    float[] first = {1, 2, 3};
    float[] second = {0, 0, 0};
    loss.add(first, first, 2);
    loss.add(second, second, 1);
    double a = Math.log(Math.exp(-2) + Math.exp(-1) + 1);
    assertThat(loss.mean()).isEqualTo((a + Math.log(3)) / 2, within(1e-9));
    assertThat(loss.areProbabilities()).isFalse();
  }

  @Test
  void doesNotOverflow() {
    CrossEntropy loss = new CrossEntropy();
    float[] output = {3e38f, -3e38f};
    loss.add(output, output, 0);
    assertThat(loss.mean()).isEqualTo(0);
  }

  /** The FP32 model says what outputs are: rounded ones need not add up to 1. */
  @Test
  void takesProbabilitiesAsTheyAre() {
    CrossEntropy loss = new CrossEntropy();
    loss.add(new float[] {0.25f, 0.75f}, new float[] {0.26f, 0.76f}, 0);
    assertThat(loss.mean()).isEqualTo(-Math.log(0.26f), within(1e-9));
    assertThat(loss.areProbabilities()).isTrue();
    loss.add(new float[] {0, 1}, new float[] {0, 1}, 0);
    assertThat(loss.mean()).isFinite().isEqualTo((-Math.log(0.26f) - Math.log(1e-12)) / 2);
  }

  @Test
  void oneItemThatIsNoDistributionMakesAllLogits() {
    CrossEntropy loss = new CrossEntropy();
    loss.add(new float[] {0.5f, 0.5f}, new float[] {0.5f, 0.5f}, 0);
    loss.add(new float[] {-1, 2}, new float[] {0, 0}, 0);
    assertThat(loss.areProbabilities()).isFalse();
    assertThat(loss.mean()).isEqualTo(Math.log(2), within(1e-9));
  }

  @Test
  void isMissingWithoutItemsAndWhereItIsNoNumber() {
    CrossEntropy none = new CrossEntropy();
    assertThat(none.mean()).isNull();
    assertThat(none.areProbabilities()).isFalse();
    CrossEntropy unknown = new CrossEntropy();
    unknown.add(new float[] {1, 2}, new float[] {1, 2}, 2);
    assertThat(unknown.mean()).isNull();
    CrossEntropy broken = new CrossEntropy();
    broken.add(new float[] {1, 2}, new float[] {Float.NaN, 2}, 1);
    assertThat(broken.mean()).isNull();
  }
}
