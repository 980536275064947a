package io.layerbench.suite;

import io.layerbench.report.ReportException;
import io.layerbench.report.ReportWriter;
import io.layerbench.report.RunData;
import io.layerbench.run.FileSums;
import io.layerbench.run.RunFolder;

/** Writes report.html into a run's folder. */
public final class ReportStation {

  private ReportStation() {}

  /**
   * Writes the report. A machine that cannot draw loses the report and nothing else.
   *
   * @return why there is none; empty where it was written
   */
  public static String write(RunFolder folder, RunData data) {
    try {
      folder.write(RunFolder.REPORT, new ReportWriter().render(data));
      FileSums.update(folder, RunFolder.REPORT);
      return "";
    } catch (ReportException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
