package io.layerbench.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Knows whether a file has other names. */
public final class HardLinks {

  private HardLinks() {}

  /** True for a file with several names; false where the file system does not say. */
  public static boolean has(Path file) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return false;
    }
    try {
      Object names = Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
      return names instanceof Integer number && number > 1;
    } catch (IOException e) {
      // Whoever opens it next says so.
      return false;
    }
  }
}
