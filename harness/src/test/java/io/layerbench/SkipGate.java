package io.layerbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Lists the tests that did not run, and refuses every skip that does not name what is missing.
 *
 * <p>A listener cannot fail a test run: JUnit logs what it throws. So it writes {@code
 * target/refused-skips.txt}, and the build's enforcer fails where that file is, right behind the
 * tests.
 */
public final class SkipGate implements TestExecutionListener {

  private static final List<String> NAMED =
      List.of("asset not found:", "device not found:", "browser not found:", "download not found:");
  private static final String ASSET = NAMED.get(0);
  private static final String ASSUMPTION = "Assumption failed: ";

  private final Path folder;
  private final boolean assetsPresent;
  private final Consumer<String> console;
  private final List<Skip> skips = new ArrayList<>();

  /** What JUnit makes: writes into the module's target folder. */
  public SkipGate() {
    this(
        Path.of(System.getProperty("basedir", ""), "target"),
        TestAssets.present(),
        System.out::println);
  }

  SkipGate(Path folder, boolean assetsPresent, Consumer<String> console) {
    this.folder = folder;
    this.assetsPresent = assetsPresent;
    this.console = console;
  }

  /** A test, or a class of tests, that did not run. */
  record Skip(String test, String reason) {

    /** Why the build must not pass with it; empty where it may. */
    String refusal(boolean assetsPresent) {
      if (NAMED.stream().noneMatch(reason::startsWith)) {
        return "its reason does not name what is missing (" + String.join(" ", NAMED) + ")";
      }
      return assetsPresent && reason.startsWith(ASSET) ? "the assets are present" : "";
    }

    @Override
    public String toString() {
      return test + ": " + reason;
    }
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    skips.clear();
    write("skipped-tests.txt", "");
    write("refused-skips.txt", "");
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped(test.getUniqueId(), reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      String message = result.getThrowable().map(Throwable::getMessage).orElse("");
      skipped(test.getUniqueId(), message == null ? "" : message);
    }
  }

  void skipped(String test, String reason) {
    boolean prefixed = reason.startsWith(ASSUMPTION);
    skips.add(new Skip(readable(test), prefixed ? reason.substring(ASSUMPTION.length()) : reason));
  }

  /** The unique id without what all tests have in common. */
  private static String readable(String uniqueId) {
    return uniqueId.replaceFirst("^\\[engine:[^]]*]/", "").replace("io.layerbench.", "");
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    finish();
  }

  void finish() {
    List<String> refused =
        skips.stream()
            .filter(skip -> !skip.refusal(assetsPresent).isEmpty())
            .map(skip -> skip + " -- " + skip.refusal(assetsPresent))
            .toList();
    write("skipped-tests.txt", lines(skips.stream().map(Skip::toString).toList()));
    write("refused-skips.txt", lines(refused));
    console.accept("Skipped tests: " + skips.size());
    skips.forEach(skip -> console.accept("  not run: " + skip));
    refused.forEach(skip -> console.accept("  REFUSED: " + skip));
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** An empty text removes the file. */
  private void write(String name, String text) {
    try {
      Files.createDirectories(folder);
      if (text.isEmpty()) {
        Files.deleteIfExists(folder.resolve(name));
      } else {
        Files.writeString(folder.resolve(name), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
