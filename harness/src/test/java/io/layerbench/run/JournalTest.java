package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.JsonLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final Timing FIRST =
      SampleTimings.succeeded(new PlannedFork(SampleTimings.layerCase("a \"é\n\u2028"), 0, 0));
  private static final Timing SECOND =
      SampleTimings.failed(new PlannedFork(SampleTimings.layerCase("b"), 1, 1));

  @Test
  void aTornLastLineIsNotCountedWhereverItIsTorn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("timings.jsonl");
    JsonLines<Timing> journal = new JsonLines<>(file, Timing.class);
    journal.append(FIRST);
    int whole = Files.readAllBytes(file).length;
    journal.append(SECOND);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = whole; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat(journal.read()).as("cut to " + length).containsExactly(FIRST);
      journal.dropTornLine();
      assertThat(Files.size(file)).isEqualTo(whole);
      journal.append(SECOND);
      assertThat(journal.read()).containsExactly(FIRST, SECOND);
    }
  }

  @Test
  void aWholeLineThatIsNotValidIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("timings.jsonl");
    JsonLines<Timing> journal = new JsonLines<>(file, Timing.class);
    journal.append(FIRST);
    Files.writeString(file, "{\"case_id\":\"x\"}\n", StandardOpenOption.APPEND);
    journal.append(SECOND);
    assertThatThrownBy(journal::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("timings.jsonl, line 2");
  }

  @Test
  void aLineNeedsSamplesOrAFailure(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("timings.jsonl");
    JsonLines<Timing> journal = new JsonLines<>(file, Timing.class);
    journal.append(FIRST);
    String text = Files.readString(file).replaceFirst("\\[1000,1100\\]", "[]");
    Files.writeString(file, text);
    assertThatThrownBy(journal::read).hasMessageContaining("needs samples or a failure");
  }

  @Test
  void aRunThatHasMeasuredNothingHasAnEmptyJournal(@TempDir Path folder) throws IOException {
    JsonLines<Timing> journal = new JsonLines<>(folder.resolve("timings.jsonl"), Timing.class);
    journal.dropTornLine();
    assertThat(journal.read()).isEmpty();
  }

  @Test
  void aTornOnlyLineLeavesAnEmptyFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("timings.jsonl"), "{\"case_id\":\"é");
    JsonLines<Timing> journal = new JsonLines<>(file, Timing.class);
    journal.dropTornLine();
    assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEmpty();
  }
}
