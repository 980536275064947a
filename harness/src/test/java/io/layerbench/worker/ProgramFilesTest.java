package io.layerbench.worker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.EnvironmentException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFilesTest {

  @Test
  void aReplacedJarIsNamed(@TempDir Path folder) throws Exception {
    Path jar = Files.writeString(folder.resolve("a.jar"), "one");
    Path other = Files.writeString(folder.resolve("b.jar"), "two");
    ProgramFiles files =
        new ProgramFiles(String.join(File.pathSeparator, folder + "", jar + "", other + ""));
    assertThatCode(files::check).doesNotThrowAnyException();

    Path built = Files.writeString(folder.resolve("new.jar"), "six");
    Files.setLastModifiedTime(built, Files.getLastModifiedTime(jar));
    Files.move(built, jar, StandardCopyOption.REPLACE_EXISTING);
    assertReplaced(files, jar);
    Files.delete(jar);
    assertReplaced(files, jar);
  }

  @Test
  void aJarThatGrewIsNamed(@TempDir Path folder) throws Exception {
    Path jar = Files.writeString(folder.resolve("a.jar"), "one");
    ProgramFiles files = new ProgramFiles(jar.toString());
    Files.writeString(jar, "one and more");
    assertReplaced(files, jar);
  }

  private static void assertReplaced(ProgramFiles files, Path jar) {
    assertThatThrownBy(files::check)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll("replaced while it ran", jar.toString(), "--resume");
  }
}
