package io.layerbench.hostile;

import io.layerbench.base.LayerbenchException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A hostile input and what must come of it.
 *
 * @param kind of file
 * @param input what is wrong with it
 * @param refused true where it must be refused, false where it must be read as plain data
 * @param attempt makes the files in an empty folder and reads them
 */
record HostileCase(String kind, String input, boolean refused, Attempt attempt) {

  /** Makes and reads hostile files; the program's refusals come out as its own exceptions. */
  interface Attempt {
    void in(Path folder) throws IOException;
  }

  static HostileCase refused(String kind, String input, Attempt attempt) {
    return new HostileCase(kind, input, true, attempt);
  }

  static HostileCase read(String kind, String input, Attempt attempt) {
    return new HostileCase(kind, input, false, attempt);
  }

  /** What a user would be told, without the folder's name, which differs. */
  String outcome(Path folder) throws IOException {
    try {
      attempt.in(folder);
      return "read";
    } catch (LayerbenchException e) {
      String sentence = e.getMessage().lines().findFirst().orElse("");
      return "exit " + e.exitCode() + ": " + sentence.replace(folder + "/", "");
    }
  }

  @Override
  public String toString() {
    return kind + ": " + input;
  }
}
