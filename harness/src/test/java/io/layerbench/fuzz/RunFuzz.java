package io.layerbench.fuzz;

import io.layerbench.check.RunCheck;
import io.layerbench.run.RunFolder;
import io.layerbench.suite.RunLoader;
import java.nio.file.Path;

/** The files of a run, as a report reads and a check recomputes them. */
public final class RunFuzz {

  static final FuzzedFolder FILES = new FuzzedFolder(Seeds.of("run"));

  private RunFuzz() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] data) {
    FILES.feed(data, RunFuzz::read);
  }

  static void read(Path changed) {
    RunFolder run = RunFolder.open(FILES.path());
    RunLoader.load(run);
    RunCheck.of(run);
  }
}
