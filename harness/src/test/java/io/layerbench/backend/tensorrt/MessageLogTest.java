package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.backend.tensorrt.MessageLog.Severity;
import org.junit.jupiter.api.Test;

class MessageLogTest {

  private final MessageLog log = new MessageLog();

  @Test
  void theReasonIsTheErrorsElseTheWarnings() {
    assertThat(log.reason()).isEqualTo("TensorRT gave no reason");
    log.add(Severity.INFO, "parsed");
    assertThat(log.reason()).isEqualTo("TensorRT gave no reason");
    log.add(Severity.WARNING, "slow \n");
    assertThat(log.reason()).isEqualTo("slow");
    log.add(Severity.INTERNAL_ERROR, "lost");
    log.add(Severity.ERROR, "bad");
    assertThat(log.reason()).isEqualTo("lost; bad");
    log.clear();
    assertThat(log.reason()).isEqualTo("TensorRT gave no reason");
  }

  @Test
  void onlyTheLastMessagesAreKept() {
    for (int i = 0; i < 1000; i++) {
      log.add(Severity.ERROR, "e" + i);
    }
    assertThat(log.reason()).startsWith("e800;").endsWith("; e999");
  }
}
