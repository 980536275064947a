package io.layerbench.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  private final Path folder;

  AtomicFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** What lies under the temporary name may be another file's second name. */
  @Test
  void aLinkUnderTheTemporaryNameIsRemovedAndNotFollowed() throws IOException {
    Path other = Files.writeString(folder.resolve("other.txt"), "precious");
    Path file = folder.resolve("report.html");
    Path temporary = folder.resolve("report.html" + AtomicFiles.SUFFIX);
    Files.createLink(temporary, other);
    AtomicFiles.write(file, "new");
    Files.createSymbolicLink(temporary, other);
    AtomicFiles.write(file, "newer");
    assertThat(file).hasContent("newer").isRegularFile();
    Files.createLink(temporary, other);
    AtomicFiles.writeBy(file, path -> Files.writeString(path, "newest"));
    assertThat(file).hasContent("newest");
    assertThat(other).hasContent("precious");
    assertThat(temporary).doesNotExist();
  }
}
