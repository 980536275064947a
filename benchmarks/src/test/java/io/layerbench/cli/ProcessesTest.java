package io.layerbench.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.layerbench.benchmarks.PlainLoop;
import io.layerbench.worker.InProcessWorker;
import org.junit.jupiter.api.Test;

/** Which code of this module runs in which process, held. */
class ProcessesTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.layerbench.cli", "io.layerbench.benchmarks");

  @Test
  void theMainProcessRunsNoModelInItself() {
    noClasses()
        .that()
        .resideInAPackage("io.layerbench.cli..")
        .or()
        .haveSimpleName("JmhForkTimer")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(InProcessWorker.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(MAIN);
  }

  @Test
  void benchmarksKnowTheRuntimeAsBackendsOnly() {
    noClasses()
        .that()
        // What the suite is compared with must be free of the suite's code.
        .doNotBelongToAnyOf(PlainLoop.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(MAIN);
  }

  @Test
  void benchmarksDoNotKnowTheCommandLine() {
    noClasses()
        .that()
        .resideInAPackage("io.layerbench.benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.layerbench.cli..", "picocli..")
        .check(MAIN);
  }
}
