package io.layerbench.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class IoReasonTest {

  @Test
  void namesTheFileAndNoJavaClass() {
    assertThat(IoReason.of(new NoSuchFileException("a"))).isEqualTo("a does not exist");
    assertThat(IoReason.of(new FileAlreadyExistsException("a"))).isEqualTo("a is a file");
    assertThat(IoReason.of(new AccessDeniedException("a"))).isEqualTo("access to a is denied");
    assertThat(IoReason.of(new FileSystemException("a", null, "No space left on device")))
        .isEqualTo("No space left on device: a");
    assertThat(IoReason.of(new MalformedInputException(1))).isEqualTo("it is not text in UTF-8");
    assertThat(IoReason.of(new IOException("broken"))).isEqualTo("broken");
  }

  @Test
  void anExceptionWithoutWordsIsNamedItself() {
    assertThat(IoReason.of(new IOException())).isEqualTo("java.io.IOException");
  }
}
