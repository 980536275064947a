package io.layerbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TestExecutionListener;

class SkipGateTest {

  @TempDir private Path folder;

  private final List<String> printed = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "flaky",
        "class io.layerbench.FooTest is disabled",
        "Assumption failed: assumption is not true",
        "the asset not found: m5"
      })
  void aReasonThatNamesNothingMissingIsRefused(String reason) {
    assertThat(refused(false, reason)).exists().content().contains("does not name what is missing");
  }

  @Test
  void aMissingAssetIsRefusedWhereTheAssetsArePresent() {
    assertThat(refused(true, "Assumption failed: asset not found: m5/m5.onnx"))
        .content()
        .contains("the assets are present");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "asset not found: m5/m5.onnx",
        "Assumption failed: asset not found: m5/m5.onnx",
        "device not found: cuda",
        "browser not found: chromium",
        "download not found: sst2"
      })
  void aReasonThatNamesWhatIsMissingIsListedAndPasses(String reason) {
    assertThat(refused(false, reason)).doesNotExist();
    assertThat(folder.resolve("skipped-tests.txt"))
        .content()
        .contains("SomeTest")
        .contains("not found");
  }

  @Test
  void otherThingsMayBeMissingWhereTheAssetsArePresent() {
    assertThat(refused(true, "device not found: cuda")).doesNotExist();
  }

  @Test
  void oneRefusedSkipAmongPermittedOnesIsEnough() {
    assertThat(refused(false, "device not found: cuda", "later")).content().contains("later");
  }

  @Test
  void withoutSkipsThereIsNeitherFile() {
    assertThat(refused(false)).doesNotExist();
    assertThat(folder.resolve("skipped-tests.txt")).doesNotExist();
    assertThat(printed).containsExactly("Skipped tests: 0");
  }

  @Test
  void everyTestRunHasTheGate() {
    assertThat(ServiceLoader.load(TestExecutionListener.class))
        .anyMatch(listener -> listener instanceof SkipGate);
  }

  private Path refused(boolean assetsPresent, String... reasons) {
    SkipGate gate = new SkipGate(folder, assetsPresent, printed::add);
    for (String reason : reasons) {
      gate.skipped("[engine:junit-jupiter]/[class:io.layerbench.SomeTest]/[method:some()]", reason);
    }
    gate.finish();
    return folder.resolve("refused-skips.txt");
  }
}
