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

  /** What may be left out of a run that is published: large, or of the machine that measured. */
  private static final Pattern SPARE = Pattern.compile("(jmh|models|logs)/.*");

  /** What `rank --save` adds to a run. */
  private static final Pattern ADDED =
      Pattern.compile("(ranking|plan|pareto)-\\d+(-[a-z][a-z0-9-]*)?\\.(csv|json)");

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

  /** Writes that of a file again, where the run has any: the run was not finished else. */
  public static void update(RunFolder folder, String name) {
    if (in(folder)) {
      SortedMap<String, String> sums = read(folder);
      sums.put(name, digest(folder, name));
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
   * @throws InvalidInputException naming the line that is none, or a name that leads out
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
      folder.file(matcher.group(2));
      number++;
    }
    return sums;
  }

  /** True where a file is as the run left it, and false too where the run did not say. */
  public static boolean agrees(RunFolder folder, String name) {
    return in(folder) && digest(folder, name).equals(read(folder).get(name));
  }

  /** The files that the run left: those with a digest, or as long as there is none all. */
  public static List<String> left(RunFolder folder) {
    return in(folder) ? List.copyOf(read(folder).keySet()) : summed(folder);
  }

  /** Those of them that are not there, and need not be. */
  public static List<String> spared(RunFolder folder) {
    return read(folder).keySet().stream()
        .filter(name -> SPARE.matcher(name).matches() && !isThere(folder, name))
        .toList();
  }

  private static boolean isThere(RunFolder folder, String name) {
    return Files.isRegularFile(folder.file(name));
  }

  /**
   * What is missing, was changed, or came since: a sentence each.
   *
   * @param rewritten a file that may be written again, and is no matter of digests
   */
  public static List<String> disagreements(RunFolder folder, String rewritten) {
    SortedMap<String, String> sums = read(folder);
    sums.keySet().removeAll(spared(folder));
    sums.remove(rewritten);
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, String> one : sums.entrySet()) {
      if (!isThere(folder, one.getKey())) {
        found.add(one.getKey() + " is missing.");
      } else if (!digest(folder, one.getKey()).equals(one.getValue())) {
        found.add(one.getKey() + " is not as the run left it.");
      }
    }
    for (String name : summed(folder)) {
      if (!sums.containsKey(name) && !name.equals(rewritten)) {
        found.add(name + " came since the run.");
      }
    }
    return found;
  }

  private static List<String> summed(RunFolder folder) {
    try {
      return folder.files().stream()
          .filter(name -> !name.equals(NAME) && !ADDED.matcher(name).matches())
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
