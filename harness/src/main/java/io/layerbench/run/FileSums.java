package io.layerbench.run;

import io.layerbench.base.Digests;
import io.layerbench.base.InputText;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SHA256SUMS: the digest of every file that a run left, as {@code sha256sum -c} reads them. It
 * finds what was changed by accident in files that nothing else of the run implies, such as the
 * weights of a model.
 */
public final class FileSums {

  /** The file's name. */
  public static final String NAME = "SHA256SUMS";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");

  private FileSums() {}

  /** True where a finished run has them. */
  public static boolean in(RunFolder folder) {
    return Files.isRegularFile(folder.file(NAME));
  }

  /** Writes them of all files. */
  public static void write(RunFolder folder) {
    SortedMap<String, String> sums = new TreeMap<>();
    for (String name : summed(folder)) {
      sums.put(name, digest(folder, name));
    }
    write(folder, sums);
  }

  /** Writes those of some files again, where the run has any: the run was not finished else. */
  public static void update(RunFolder folder, Collection<String> names) {
    if (in(folder)) {
      SortedMap<String, String> sums = read(folder);
      for (String name : names) {
        sums.put(name, digest(folder, name));
      }
      write(folder, sums);
    }
  }

  private static void write(RunFolder folder, Map<String, String> sums) {
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
    folder.write(NAME, text.toString());
  }

  /**
   * The digests by file.
   *
   * @throws InvalidInputException naming the line that is none
   */
  public static SortedMap<String, String> read(RunFolder folder) {
    SortedMap<String, String> sums = new TreeMap<>();
    int number = 1;
    for (String line : text(folder).lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || sums.put(matcher.group(2), matcher.group(1)) != null) {
        throw new InvalidInputException(
            "Line %d of %s is not a digest and the name of a file that no other line has."
                .formatted(number, folder.file(NAME)),
            "it was changed by hand.");
      }
      number++;
    }
    return sums;
  }

  /** True where a file is as the run left it, and false too where the run did not say. */
  public static boolean agrees(RunFolder folder, String name) {
    return in(folder) && digest(folder, name).equals(read(folder).get(name));
  }

  /** What is missing, was changed, or came since: a sentence each. */
  public static List<String> disagreements(RunFolder folder) {
    SortedMap<String, String> sums = read(folder);
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, String> one : sums.entrySet()) {
      if (!Files.isRegularFile(folder.file(one.getKey()))) {
        found.add(one.getKey() + " is missing.");
      } else if (!digest(folder, one.getKey()).equals(one.getValue())) {
        found.add(one.getKey() + " is not as the run left it.");
      }
    }
    for (String name : summed(folder)) {
      if (!sums.containsKey(name)) {
        found.add(name + " came since the run.");
      }
    }
    return found;
  }

  private static List<String> summed(RunFolder folder) {
    try {
      return folder.files().stream()
          .filter(name -> !name.equals(NAME) && !name.equals(ResumeFile.NAME))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder.path(), e);
    }
  }

  private static String text(RunFolder folder) {
    try {
      return InputText.read(folder.file(NAME), Json.MAX_BYTES);
    } catch (IOException e) {
      throw unreadable(folder.file(NAME), e);
    }
  }

  private static String digest(RunFolder folder, String name) {
    try {
      return Digests.sha256(folder.file(name));
    } catch (IOException e) {
      throw unreadable(folder.file(name), e);
    }
  }

  private static InvalidInputException unreadable(Path path, IOException e) {
    return new InvalidInputException(
        "%s cannot be read (%s).".formatted(path, IoReason.of(e)), "check its permissions.", e);
  }
}
