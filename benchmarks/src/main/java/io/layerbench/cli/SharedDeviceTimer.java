package io.layerbench.cli;

import io.layerbench.run.DeviceLock;
import io.layerbench.run.ForkTimer;
import io.layerbench.run.PlannedFork;
import io.layerbench.run.RunFolder;
import io.layerbench.run.Timing;
import io.layerbench.suite.RunStart;
import java.nio.file.Path;

/** Times as another timer does, and says as soon as another run uses the device, too. */
record SharedDeviceTimer(ForkTimer timer, DeviceLock lock, RunStart start) implements ForkTimer {

  @Override
  public Timing time(PlannedFork item, Path caseFile, RunFolder folder)
      throws InterruptedException {
    Timing timing = timer.time(item, caseFile, folder);
    lock.warning().ifPresent(start::warn);
    return timing;
  }
}
