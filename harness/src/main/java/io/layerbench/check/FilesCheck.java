package io.layerbench.check;

import io.layerbench.run.FileSums;

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
        "%d by the SHA-256 that the run left".formatted(FileSums.read(run.folder()).size()),
        FileSums.disagreements(run.folder()));
  }
}
