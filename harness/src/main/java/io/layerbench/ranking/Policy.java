package io.layerbench.ranking;

import io.layerbench.base.Precision;
import java.util.List;

/** A way to give each ranked layer a precision. */
public interface Policy {

  /** The name used on the command line and in every file. */
  String name();

  /** One sentence for {@code --help} and the report. */
  String description();

  /**
   * The precisions of n ranked layers, in ranking order, as if all were available.
   *
   * @param ranked how many layers are ranked
   * @param spec its parameters
   */
  List<Precision> assign(int ranked, PolicySpec spec);
}
