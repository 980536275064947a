package io.layerbench.comparison;

import java.util.List;

/**
 * One case in all runs.
 *
 * @param kind what it is
 * @param subject the layer's, the glue's or the method's name
 * @param variant the precision's name in lower case; a method's is its case's
 * @param cells by run
 */
public record Line(Kind kind, String subject, String variant, List<Cell> cells) {

  /** What a line is of. */
  public enum Kind {
    LAYER,
    GLUE,
    METHOD
  }

  public Line {
    cells = List.copyOf(cells);
  }

  /** For messages, such as "conv1 in int8". */
  public String name() {
    return kind == Kind.METHOD ? subject : subject + " in " + variant;
  }
}
