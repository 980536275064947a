package io.layerbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class BlockViewTest {

  private static BlockView rows(int rows) {
    BlockView.Line line =
        new BlockView.Line(
            Name.of("b"), "1", "l", "8", "INT8", "50.00%", "40 to 60%", "0.00", "0 to 0", false);
    return new BlockView("One block at a time.", Collections.nCopies(rows, line));
  }

  @Test
  void theRowsOfADeepModelDoNotStandBeforeItsRanking() {
    assertThat(rows(24).folded()).isFalse();
    assertThat(rows(25).folded()).isTrue();
  }
}
