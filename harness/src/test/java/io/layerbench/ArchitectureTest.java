package io.layerbench;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.layerbench.backend.OrtLadderMain;
import io.layerbench.backend.tensorrt.LadderMain;
import io.layerbench.base.AtomicFiles;
import io.layerbench.base.HeldFile;
import io.layerbench.base.JsonLines;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.WorkerMain;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLConnection;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of ARCHITECTURE.md, held. */
class ArchitectureTest {

  private static final String ROOT = "io.layerbench.";

  /** Lowest first; a package imports only those before it. */
  private static final List<String> PACKAGES =
      List.of(
          "base",
          "statistics",
          "onnx",
          "device",
          "dataset",
          "natives",
          "backend",
          "quantize",
          "sensitivity",
          "worker",
          "assignment",
          "costs",
          "ranking",
          "run",
          "comparison",
          "report",
          "suite",
          "check",
          "query");

  /** Generated from protobuf files; a module of its own that knows nothing of the harness. */
  private static final String SCHEMA = "schema";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.layerbench");

  static List<String> packages() {
    return PACKAGES;
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> found =
        MAIN.stream()
            .map(type -> type.getPackageName())
            .filter(name -> name.startsWith(ROOT))
            .map(name -> name.substring(ROOT.length()).split("\\.", 2)[0])
            .collect(Collectors.toSet());
    found.remove(SCHEMA);
    assertThat(found).containsExactlyInAnyOrderElementsOf(PACKAGES);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageImportsNoHigherOne(String name) {
    String[] higher =
        PACKAGES.subList(PACKAGES.indexOf(name) + 1, PACKAGES.size()).stream()
            .map(one -> ROOT + one + "..")
            .toArray(String[]::new);
    if (higher.length > 0) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + name + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(higher)
          .check(MAIN);
    }
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void onlyBackendsKnowTheRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "backend..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(MAIN);
  }

  @Test
  void onlyOnePackageKnowsTensorRt() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "backend.tensorrt..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..")
        .check(MAIN);
  }

  @Test
  void onlyTheWorkerProcessRunsModelsInItself() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(InProcessWorker.class, WorkerMain.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(InProcessWorker.class)
        .because("the main process loads no native inference library")
        .check(MAIN);
  }

  @Test
  void theLibraryKnowsNeitherJmhNorTheCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.openjdk.jmh..", "picocli..", ROOT + "cli..", ROOT + "benchmarks..")
        .check(MAIN);
  }

  @Test
  void statisticsKnowNothingOfTheProgram() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "statistics..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.layerbench..")
                .and(DescribedPredicate.not(resideInAnyPackage(ROOT + "statistics.."))))
        .check(MAIN);
  }

  @Test
  void filesAreWrittenInOneStepOrJournalled() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(AtomicFiles.class, JsonLines.class)
        .should()
        .callMethodWhere(
            describe(
                "it writes a file in place",
                (JavaCall<?> call) ->
                    call.getTargetOwner().isEquivalentTo(Files.class)
                        && Set.of("write", "writeString", "newOutputStream", "newBufferedWriter")
                            .contains(call.getName())))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(FileOutputStream.class, FileWriter.class)
        .check(MAIN);
  }

  @Test
  void theWallClockIsOnlyShown() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(HeldFile.class)
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "suite.RecordDraft")
        .should()
        .callMethodWhere(
            describe(
                "it reads the wall clock",
                (JavaCall<?> call) ->
                    call.getName().equals("currentTimeMillis")
                        || (call.getName().equals("now")
                            && call.getTargetOwner().getPackageName().equals("java.time"))))
        .because("it may be set back in mid-run")
        .check(MAIN);
  }

  @Test
  void nothingOpensAConnection() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Socket.class, ServerSocket.class, DatagramSocket.class, URLConnection.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "javax.net..", "java.rmi..")
        .because("no network is used at run time")
        .check(MAIN);
  }

  @Test
  void theLibraryPrintsNothing() {
    noClasses()
        .that()
        // Standard output is a child's way to its parent, standard error its log.
        .doNotBelongToAnyOf(WorkerMain.class, LadderMain.class, OrtLadderMain.class)
        .should(ACCESS_STANDARD_STREAMS)
        .check(MAIN);
  }

  @Test
  void implementationsOfBackendAreHidden() {
    classes()
        .that()
        .implement(ROOT + "backend.Backend")
        .should()
        .bePackagePrivate()
        .because("they are chosen by name from the registry")
        .check(MAIN);
  }
}
