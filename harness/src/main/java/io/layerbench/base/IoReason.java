package io.layerbench.base;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why a file could not be used, in words instead of a Java class's name. */
public final class IoReason {

  private IoReason() {}

  /** A few words without a full stop, naming the file that was in the way. */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (e instanceof FileAlreadyExistsException there) {
      return there.getFile() + " is a file";
    }
    if (e instanceof AccessDeniedException denied) {
      return "access to " + denied.getFile() + " is denied";
    }
    if (e instanceof FileSystemException other && other.getReason() != null) {
      return other.getReason() + ": " + other.getFile();
    }
    if (e instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
