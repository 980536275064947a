package io.layerbench.device;

import io.layerbench.base.Fact;
import io.layerbench.device.ConditionWarning.CpuPressure;
import io.layerbench.device.ConditionWarning.Governor;
import io.layerbench.device.ConditionWarning.HighLoad;
import io.layerbench.device.ConditionWarning.OnBattery;
import io.layerbench.device.ConditionWarning.QuotaBelowProcessors;
import io.layerbench.device.ConditionWarning.Steal;
import io.layerbench.device.ConditionWarning.Throttled;
import java.util.ArrayList;
import java.util.List;

/** The limits beyond which a condition is worth a warning. */
final class ConditionWarnings {

  /** Between "a daemon woke up" and "another benchmark runs". */
  static final double PRESSURE_PERCENT = 10;

  static final double STEAL_PERCENT = 1;

  private ConditionWarnings() {}

  static List<ConditionWarning> of(Conditions conditions) {
    List<ConditionWarning> warnings = new ArrayList<>();
    addContention(
        warnings,
        conditions.cpuPressurePercent(),
        conditions.stealPercent(),
        conditions.throttledPeriods());
    String governor = conditions.governor().value();
    if (governor != null && !governor.equals("performance")) {
      warnings.add(new Governor(governor));
    }
    if ("battery".equals(conditions.powerSource().value())) {
      warnings.add(new OnBattery());
    }
    int processors = CpuLists.parse(conditions.allowedCpus().text()).size();
    if (processors > 0) {
      FactNumbers.of(conditions.loadAverage()).stream()
          .filter(load -> load > processors)
          .forEach(load -> warnings.add(new HighLoad(load, processors)));
      FactNumbers.of(conditions.cpuQuotaCores()).stream()
          .filter(quota -> quota < processors)
          .forEach(quota -> warnings.add(new QuotaBelowProcessors(quota, processors)));
    }
    return List.copyOf(warnings);
  }

  static void addContention(
      List<ConditionWarning> warnings, Fact pressure, Fact steal, Fact throttled) {
    FactNumbers.of(pressure).stream()
        .filter(percent -> percent > PRESSURE_PERCENT)
        .forEach(percent -> warnings.add(new CpuPressure(percent)));
    FactNumbers.of(steal).stream()
        .filter(percent -> percent > STEAL_PERCENT)
        .forEach(percent -> warnings.add(new Steal(percent)));
    FactNumbers.of(throttled).stream()
        .filter(periods -> periods > 0)
        .forEach(periods -> warnings.add(new Throttled((long) periods)));
  }
}
