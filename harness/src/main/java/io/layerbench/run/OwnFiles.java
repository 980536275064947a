package io.layerbench.run;

import io.layerbench.base.HardLinks;
import io.layerbench.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Checks that a folder's files are its own: neither links, which lead out, nor pipes. */
final class OwnFiles {

  private OwnFiles() {}

  /**
   * Goes through a folder and all below it.
   *
   * @throws InvalidInputException naming the first entry that is neither a file nor a folder
   */
  static void check(Path folder) {
    try {
      // The folder itself may be reached by a link: that is the user's own word.
      Files.walkFileTree(folder.toRealPath(), new Visitor());
    } catch (IOException e) {
      throw new InvalidInputException(
          "The folder (%s) cannot be listed (%s).".formatted(folder, e.getMessage()),
          "check its permissions.",
          e);
    }
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!attributes.isRegularFile()) {
        throw new InvalidInputException(
            "The run holds (%s), which is a link, a pipe or a device.".formatted(file),
            "a run has plain files only: remove it, or copy the file that it stands for.");
      }
      if (HardLinks.has(file)) {
        throw new InvalidInputException(
            "The run holds (%s), which is a hard link: the same file has another name."
                .formatted(file),
            "a run has files of its own: copy it, so that nothing else is changed with it.");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      // A run that is still going on removes files while they are listed.
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
