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
   * The precisions of the ranked layers, in the order given, as if all were available.
   *
   * @param ranked the ranked layers, in ranking order
   * @param spec its parameters
   */
  List<Precision> assign(List<Candidate> ranked, PolicySpec spec);
}
