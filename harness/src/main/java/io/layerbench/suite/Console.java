package io.layerbench.suite;

/** Where the main job talks to its user. Nothing here is data: that goes to files. */
public interface Console {

  /** A line of talk. */
  void line(String text);

  /** A warning, which is also kept in run.json. */
  void warning(String text);

  /** Starts a progress bar over that many steps. */
  Bar bar(String title, int total);

  /** A running progress bar. */
  interface Bar extends AutoCloseable {

    /** So many steps are done; the note says what is next or what came out. */
    void at(int done, String note);

    /** The number of steps, where it turns out to be another than was said. */
    void total(int steps);

    @Override
    void close();
  }
}
