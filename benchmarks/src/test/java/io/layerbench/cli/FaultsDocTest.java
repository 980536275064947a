package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.faults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * docs/faults.md has a row for every fault that is tried, and every test that it names is there.
 * After a change that is meant, run it with {@code -Dlayerbench.updateGolden=true}.
 */
class FaultsDocTest {

  private static final Path DOC = Path.of("../docs/faults.md");
  private static final String HEAD = "| what fails | outcome | tested by |\n| --- | --- | --- |\n";
  private static final String SUITE = "io.layerbench.suite.";
  private static final String WORKER = "io.layerbench.worker.";

  /**
   * A fault that is tried.
   *
   * @param test the class that tries it
   */
  private record Row(String what, String outcome, String test) {

    Row(String what, String outcome, Class<?> test) {
      this(what, outcome, test.getName());
    }

    String text() {
      String simple = test.substring(test.lastIndexOf('.') + 1);
      return "| %s | %s | `%s` |%n".formatted(what, outcome, simple).replace("\r\n", "\n");
    }
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      String reason = fault.reason().replaceAll("[: ]+$", "");
      rows.add(
          new Row(
              "a fork, in its layer (" + fault.layer() + ")",
              "a failed case: \"%s\"; every other case is measured, exit 3".formatted(reason),
              FaultsTest.class));
    }
    rows.addAll(killed());
    rows.addAll(files());
    rows.addAll(surroundings());
    return rows;
  }

  private static List<Row> killed() {
    String same = "`--resume` ends with the cases of an unbroken run; nothing finished is lost";
    return List.of(
        new Row(
            "kill -9 of the program or of a child at random moments, time and again",
            same + "; no orphan",
            RandomKillsTest.class),
        new Row("kill -9 of the program between two forks", same, ResumeTest.class),
        new Row("Ctrl-C", "exit 130, and " + same, ResumeTest.class),
        new Row("a line of the journal half written", "cut off; " + same, ResumeTest.class),
        new Row(
            "the worker killed from outside",
            "its task is run again, once; then an error that says so",
            WORKER + "WorkerClientTest"),
        new Row(
            "the worker crashed by a model",
            "an error with the end of its log, exit 6 where it is run for the first time; the next task has a new worker",
            WORKER + "WorkerClientTest"),
        new Row(
            "a model with a loop without end",
            "exit 6: the worker gave no sign of life for as long as the limit is, and was ended",
            HostileCommandsTest.class),
        new Row(
            "a model with a tensor that fits in no memory", "exit 6", HostileCommandsTest.class));
  }

  private static List<Row> files() {
    String same = "a sentence with the reason; `--resume` ends like an unbroken run";
    return List.of(
        new Row("an I/O error at the n-th change of a file", same, SUITE + "WriteFaultsTest"),
        new Row("the disk full from the n-th change on", same, SUITE + "WriteFaultsTest"),
        new Row(
            "killed at the n-th change of a file, half of it written",
            "`--resume` ends like an unbroken run",
            SUITE + "WriteFaultsTest"),
        new Row("a results folder that is missing", "made", SUITE + "ResultsFolderTest"),
        new Row("a results folder that is a link", "followed", SUITE + "ResultsFolderTest"),
        new Row(
            "a results folder that is a file, lies in one, or is a link to nothing",
            "exit 5 before anything is measured",
            SUITE + "ResultsFolderTest"),
        new Row(
            "a results folder that is read-only",
            "exit 5 before anything is measured",
            MountsTest.class),
        new Row(
            "a run's folder that is read-only",
            "it is read and checked; `report`, `rank --save` and `run --resume` say that it cannot be written, exit 5",
            MountsTest.class),
        new Row(
            "a folder in place of a run's file",
            "exit 6, and what to remove",
            HostileCommandsTest.class));
  }

  private static List<Row> surroundings() {
    return List.of(
        new Row(
            "two processes on one run's folder",
            "the second is refused and told who makes it",
            SharedDeviceTest.class),
        new Row(
            "two runs on one device",
            "the second is refused, or with --shared-device both are marked",
            SharedDeviceTest.class),
        new Row(
            "the program's jar replaced in mid-run",
            "the run stops and says so; the same program goes on with it",
            ReplacedJarTest.class),
        new Row(
            "the wall clock set back between a broken run and its rest",
            "nothing but the times shown",
            SUITE + "WallClockTest"),
        new Row(
            "the wall clock set while a process runs",
            "nothing: it is read for the times shown alone",
            "io.layerbench.ArchitectureTest"),
        new Row("a changed model at --resume", "refused", ResumeTest.class),
        new Row(
            "a contended machine with --strict", "exit 5, and nothing is made", MountsTest.class),
        new Row("no route to any network", "nothing", NoNetworkTest.class));
  }

  @Test
  void theTableIsOfWhatIsTried() throws Exception {
    String document = Files.readString(DOC).replace("\r\n", "\n");
    int start = document.indexOf(HEAD) + HEAD.length();
    StringBuilder table = new StringBuilder();
    for (Row row : rows()) {
      Class.forName(row.test(), false, FaultsDocTest.class.getClassLoader());
      table.append(row.text());
    }
    String whole = document.substring(0, start) + table;
    if (Boolean.getBoolean("layerbench.updateGolden")) {
      write(whole);
    } else {
      assertThat(document).isEqualTo(whole);
    }
  }

  private static void write(String document) throws IOException {
    Files.writeString(DOC, document);
  }
}
