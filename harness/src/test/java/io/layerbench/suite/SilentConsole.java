package io.layerbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Keeps lines, and shows no bar. */
record SilentConsole(List<String> lines) implements Console {

  SilentConsole() {
    this(new ArrayList<>());
  }

  @Override
  public void line(String text) {
    lines.add(text);
  }

  @Override
  public void warning(String text) {
    lines.add(text);
  }

  @Override
  public Bar bar(String title, int total) {
    return new SilentBar();
  }

  private record SilentBar() implements Bar {

    @Override
    public void at(int done, String note) {
      assertThat(done).isNotNegative();
    }

    @Override
    public void total(int steps) {
      assertThat(steps).isNotNegative();
    }

    @Override
    public void close() {
      // Nothing was shown.
    }
  }
}
