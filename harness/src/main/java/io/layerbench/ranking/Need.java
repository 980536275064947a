package io.layerbench.ranking;

/** What a policy decides by, and so cannot do without. */
public enum Need {
  /** The layers' FP32 times. */
  TIMINGS("timings"),
  /** The layers' sensitivities at INT8. */
  SENSITIVITY("sensitivity"),
  /** What layers and changes of precision cost in place. */
  COSTS("costs in place"),
  /** Models that are built and their accuracy measured as the policy goes. */
  ACCURACY("measured accuracy");

  private final String text;

  Need(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
