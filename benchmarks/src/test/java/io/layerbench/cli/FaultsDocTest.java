package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.faults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
   * @param method its method that does
   */
  private record Row(String what, String outcome, String test, String method) {

    Row(String what, String outcome, Class<?> test, String method) {
      this(what, outcome, test.getName(), method);
    }

    boolean isTried() throws ClassNotFoundException {
      Class<?> tries = Class.forName(test, false, FaultsDocTest.class.getClassLoader());
      return Arrays.stream(tries.getDeclaredMethods())
          .anyMatch(one -> one.getName().equals(method) && one.isAnnotationPresent(Test.class));
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
              FaultsTest.class,
              "aFailedForkCostsItsCaseAndNothingElse"));
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
            RandomKillsTest.class,
            "everyRunEndsWithAllItsCases"),
        new Row(
            "kill -9 of the program between two forks",
            same,
            ResumeTest.class,
            "endsWithTheSameCasesHoweverOftenItIsKilled"),
        new Row(
            "Ctrl-C",
            "exit 130, and " + same,
            ResumeTest.class,
            "endsWithTheSameCasesHoweverOftenItIsKilled"),
        new Row(
            "a line of the journal half written",
            "cut off; " + same,
            ResumeTest.class,
            "endsWithTheSameCasesHoweverOftenItIsKilled"),
        new Row(
            "the worker killed from outside",
            "its task is run again, once; then an error that says so",
            WORKER + "WorkerClientTest",
            "aTaskWhoseWorkerWasKilledIsDoneByAnother"),
        new Row(
            "the worker crashed by a model",
            "an error with the end of its log, exit 6 where it is run for the first time",
            WORKER + "WorkerClientTest",
            "aModelThatCrashesWhenItIsPreparedIsInvalid"),
        new Row(
            "a model with a loop without end",
            "exit 6: the worker gave no sign of life for as long as the limit is, and was ended",
            HostileCommandsTest.class,
            "aLoopWithoutEndIs6"),
        new Row(
            "a model with a tensor that fits in no memory",
            "exit 6",
            HostileCommandsTest.class,
            "aTensorThatFitsInNoMemoryIs6"));
  }

  private static List<Row> files() {
    String same = "a sentence with the reason; `--resume` ends like an unbroken run";
    return List.of(
        new Row(
            "an I/O error at the n-th change of a file",
            same,
            SUITE + "WriteFaultsTest",
            "theNthChangeFails"),
        new Row(
            "the disk full from the n-th change on",
            same,
            SUITE + "WriteFaultsTest",
            "theNthChangeFails"),
        new Row(
            "killed at the n-th change of a file, half of it written",
            "`--resume` ends like an unbroken run",
            SUITE + "WriteFaultsTest",
            "theNthChangeFails"),
        new Row(
            "a results folder that is missing",
            "made",
            SUITE + "ResultsFolderTest",
            "oneThatIsMissingIsMadeWithItsParents"),
        new Row(
            "a results folder that is a link",
            "followed",
            SUITE + "ResultsFolderTest",
            "oneThatIsALinkIsFollowed"),
        new Row(
            "a results folder that is a file, lies in one, or is a link to nothing",
            "exit 5 before anything is measured",
            SUITE + "ResultsFolderTest",
            "oneThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured"),
        new Row(
            "a results folder that is read-only",
            "exit 5 before anything is measured",
            MountsTest.class,
            "aReadOnlyResultsFolderIsRefusedBeforeAnythingIsMeasured"),
        new Row(
            "a run's folder that is read-only",
            "it is read and checked; `report` and `rank --save` say that it cannot be written, exit 5",
            MountsTest.class,
            "aReadOnlyRunCanBeReadAndIsNotChanged"),
        new Row(
            "an unfinished run that is read-only, and `run --resume`",
            "exit 5",
            MountsTest.class,
            "anUnfinishedRunThatIsReadOnlyIsNotTakenUp"),
        new Row(
            "a folder in place of a run's file",
            "exit 6, and what to remove",
            HostileCommandsTest.class,
            "aFolderInPlaceOfARunsFileIs6"));
  }

  private static List<Row> surroundings() {
    return List.of(
        new Row(
            "two processes on one run's folder",
            "the second is refused and told who makes it",
            SharedDeviceTest.class,
            "aRunIsMadeByOneProcess"),
        new Row(
            "two runs on one device",
            "the second is refused, or with --shared-device both are marked",
            SharedDeviceTest.class,
            "theSecondRunOnADeviceIsRefusedOrMarksBoth"),
        new Row(
            "the program's jar replaced in mid-run",
            "the run stops and says so; the same program goes on with it",
            ReplacedJarTest.class,
            "theRunStopsAndGoesOnWithTheSameProgram"),
        new Row(
            "the wall clock set back between a broken run and its rest",
            "nothing but the times shown",
            SUITE + "WallClockTest",
            "aRunThatStartedInTheFutureIsFinishedToday"),
        new Row(
            "the wall clock set while a process runs",
            "nothing: it is read for the times shown alone",
            "io.layerbench.ArchitectureTest",
            "theWallClockIsOnlyShown"),
        new Row(
            "a changed model at --resume",
            "refused",
            ResumeTest.class,
            "aChangedModelIsNotMeasuredOn"),
        new Row(
            "a contended machine with --strict",
            "exit 5, and nothing is made",
            MountsTest.class,
            "aContendedMachineIsRefusedWhereStrictIsAskedFor"),
        new Row(
            "no route to any network",
            "nothing",
            NoNetworkTest.class,
            "theMainJobRunsWithoutARoute"));
  }

  @Test
  void theTableIsOfWhatIsTried() throws Exception {
    String document = Files.readString(DOC).replace("\r\n", "\n");
    int start = document.indexOf(HEAD) + HEAD.length();
    StringBuilder table = new StringBuilder();
    for (Row row : rows()) {
      assertThat(row.isTried()).as("%s of %s", row.method(), row.test()).isTrue();
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
