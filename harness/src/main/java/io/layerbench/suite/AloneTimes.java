package io.layerbench.suite;

import io.layerbench.backend.Kernel;
import io.layerbench.base.Precision;
import io.layerbench.costs.Reconciliation;
import io.layerbench.run.CaseKind;
import io.layerbench.run.Timing;
import io.layerbench.statistics.ForkSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the forks of layers that were timed alone come to. */
public final class AloneTimes {

  private AloneTimes() {}

  /**
   * The layers that are set beside those in place, glue included.
   *
   * @param counted the forks that count
   */
  public static List<Reconciliation.Alone> of(List<Timing> counted, String backend) {
    Map<String, List<Timing>> cases = new LinkedHashMap<>();
    for (Timing one : counted) {
      boolean compared =
          one.kind() == CaseKind.LAYER
              && one.backend().equals(backend)
              && !one.variant().equals(Precision.FP16.id());
      if (compared && one.succeeded()) {
        cases.computeIfAbsent(one.caseId(), id -> new ArrayList<>()).add(one);
      }
    }
    return cases.values().stream().map(AloneTimes::alone).toList();
  }

  private static Reconciliation.Alone alone(List<Timing> forks) {
    Timing first = forks.get(0);
    double median = ForkSummary.of(forks.stream().map(Timing::callsNanos).toList()).median() / 1e6;
    Double call = first.callNanos();
    return new Reconciliation.Alone(
        first.subject(),
        Precision.parse(first.variant()),
        median,
        call == null ? null : (Double) (call / 1e6),
        first.kernels().stream().map(Kernel::op).toList());
  }
}
