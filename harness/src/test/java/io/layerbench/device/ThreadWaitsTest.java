package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadWaitsTest {

  private final FakeMachine machine;

  ThreadWaitsTest(@TempDir Path root) {
    machine = new FakeMachine(root);
  }

  private void thread(int id, String name, long cpuNanos, long waitNanos) {
    machine.put("/proc/self/task/" + id + "/comm", name);
    machine.put("/proc/self/task/" + id + "/schedstat", cpuNanos + " " + waitNanos + " 7");
  }

  @Test
  void theThreadThatWaitedLongestCountsAndCompilersDoNot() {
    thread(1, "main", 1000, 500);
    thread(2, "C2 CompilerThre", 1000, 500);
    ThreadWaits waits = ThreadWaits.start(machine.files());
    thread(1, "main", 2000, 700);
    thread(2, "C2 CompilerThre", 2000, 1500);
    thread(3, "worker", 300, 300);
    assertThat(waits.percent(1000)).isEqualTo(30);
    assertThat(waits.percent(200)).isEqualTo(100);
  }

  @Test
  void whereTheSystemTellsNothingNothingIsKnown() {
    assertThat(ThreadWaits.start(machine.files()).percent(1000)).isNull();
    machine.put("/proc/self/task/1/comm", "main").put("/proc/self/task/1/schedstat", "garbled");
    assertThat(ThreadWaits.start(machine.files()).percent(1000)).isNull();
    assertThat(ThreadWaits.start(SystemFiles.none("a test")).percent(1000)).isNull();
  }
}
