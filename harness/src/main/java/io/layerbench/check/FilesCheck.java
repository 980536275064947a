package io.layerbench.check;

import io.layerbench.run.FileSums;
import io.layerbench.run.RunFolder;

/** Every file is as the run left it. */
final class FilesCheck implements Check {

  @Override
  public String name() {
    return "files";
  }

  @Override
  public CheckResult check(CheckedRun run) {
    if (!run.finished()) {
      return CheckResult.notChecked(name(), "the run is not finished");
    }
    if (!FileSums.in(run.folder())) {
      return run.isCurrent()
          ? CheckResult.failed(name(), FileSums.NAME + " is missing.")
          : CheckResult.notChecked(name(), "the program that made the run kept no digests");
    }
    return CheckResult.of(
        name(),
        compared(FileSums.left(run.folder()).size(), FileSums.spared(run.folder()).size()),
        FileSums.disagreements(run.folder(), RunFolder.REPORT));
  }

  private static String compared(int all, int spared) {
    return "%d by the SHA-256 that the run left%s"
        .formatted(
            all - spared,
            spared == 0 ? "" : "; %d of jmh/, logs/ and models/ were left out".formatted(spared));
  }
}
