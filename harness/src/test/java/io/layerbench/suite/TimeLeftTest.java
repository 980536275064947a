package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

  private long nanos;
  private final TimeLeft left = new TimeLeft(100, () -> nanos);

  private void after(int seconds, int done) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
    left.at(done);
  }

  @Test
  void isUnknownBeforeAStepTookTime() {
    assertThat(left.seconds()).isEmpty();
    after(7, 0);
    assertThat(left.seconds()).isEmpty();
  }

  @Test
  void followsTheStepsSoFar() {
    after(0, 0);
    after(20, 10);
    assertThat(left.seconds()).hasValue(180);
    after(30, 20);
    assertThat(left.seconds()).hasValue(200);
  }

  @Test
  void takesNothingFromWhatAnEarlierProcessDid() {
    after(5, 60);
    after(20, 70);
    assertThat(left.seconds()).hasValue(60);
  }

  @Test
  void growsWithWhatIsDoneAgain() {
    after(0, 0);
    after(20, 10);
    left.total(125);
    assertThat(left.seconds()).hasValue(230);
    after(250, 125);
    assertThat(left.seconds()).hasValue(0);
    left.total(120);
    assertThat(left.seconds()).hasValue(0);
  }
}
