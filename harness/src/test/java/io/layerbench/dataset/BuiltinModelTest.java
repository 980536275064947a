package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltinModelTest {

  private final Path dir;

  BuiltinModelTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void saysWhereItCannotBeWritten() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThatThrownBy(() -> BuiltinModel.extractTo(file))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void repairsADamagedFileAndLeavesTheOthersAlone() throws IOException {
    BuiltinModel first = BuiltinModel.extractTo(dir.resolve("new/folder"));
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(first.model(), old);
    Files.writeString(first.dataset(), "damaged");
    BuiltinModel again = BuiltinModel.extractTo(dir.resolve("new/folder"));
    assertThat(again).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first.model())).isEqualTo(old);
    assertThat(Dataset.read(first.dataset()).evaluate().size()).isEqualTo(700);
  }

  @Test
  void findsEveryItemThatTheReferenceFinds() throws Exception {
    BuiltinModel builtin = BuiltinModel.extractTo(dir);
    Dataset dataset = Dataset.read(builtin.dataset());
    assertThat(dataset.calibrate().size()).isEqualTo(140);
    assertThat(dataset.inputShapes().get("audio")).containsExactly(1, 1, 8000);
    assertThat(DatasetAccuracyTest.right(builtin.model(), dataset)).isEqualTo(663);
    assertThat(Files.exists(dir.resolve("LICENSE"))).isTrue();
    assertThat(Files.exists(dir.resolve("PROVENANCE.md"))).isTrue();
  }
}
