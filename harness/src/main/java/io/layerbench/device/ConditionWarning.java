package io.layerbench.device;

import java.util.Locale;

/** A condition that may spoil measurements: the closed list of them. */
public sealed interface ConditionWarning {

  /** One sentence: what was found, with the value. */
  String what();

  /** One sentence: what to do about it. */
  String remedy();

  /** True where others take of the machine now, which {@code --strict} refuses. */
  default boolean isContention() {
    return false;
  }

  /** Threads wait for processors that others hold. */
  record CpuPressure(double percent) implements ConditionWarning {
    @Override
    public boolean isContention() {
      return true;
    }

    @Override
    public String what() {
      return format("Threads waited for a processor %.1f %% of the time (CPU pressure).", percent);
    }

    @Override
    public String remedy() {
      return "stop other programs, or measure with fewer threads.";
    }
  }

  /** More threads want to run than there are processors. */
  record HighLoad(double load, int processors) implements ConditionWarning {
    @Override
    public boolean isContention() {
      return true;
    }

    @Override
    public String what() {
      return format(
          "The load average is above the number of processors (%.2f, %d).", load, processors);
    }

    @Override
    public String remedy() {
      return "stop other programs, or wait until they are done.";
    }
  }

  /** The clock follows the load. */
  record Governor(String name) implements ConditionWarning {
    @Override
    public String what() {
      return format("The CPU frequency governor is not \"performance\" (%s).", name);
    }

    @Override
    public String remedy() {
      return "run \"cpupower frequency-set -g performance\" as root.";
    }
  }

  /** Machines on battery slow down. */
  record OnBattery() implements ConditionWarning {
    @Override
    public String what() {
      return "The machine runs on battery.";
    }

    @Override
    public String remedy() {
      return "connect it to the mains.";
    }
  }

  /** The process may run on more processors than it gets time for. */
  record QuotaBelowProcessors(double quota, int processors) implements ConditionWarning {
    @Override
    public String what() {
      return format(
          "The control group's CPU quota is below the number of processors (%.2f, %d).",
          quota, processors);
    }

    @Override
    public String remedy() {
      return "raise the container's CPU limit, or bind it to processors instead (cpuset).";
    }
  }

  /** The CPU quota held the process back. */
  record Throttled(long periods) implements ConditionWarning {
    @Override
    public boolean isContention() {
      return true;
    }

    @Override
    public String what() {
      return format("The CPU quota stopped this control group (%d periods).", periods);
    }

    @Override
    public String remedy() {
      return "raise the container's CPU limit, or measure with fewer threads.";
    }
  }

  /** The hypervisor gave this machine's time to others. */
  record Steal(double percent) implements ConditionWarning {
    @Override
    public boolean isContention() {
      return true;
    }

    @Override
    public String what() {
      return format("The hypervisor gave %.1f %% of the processor time to others.", percent);
    }

    @Override
    public String remedy() {
      return "use a machine with dedicated processors.";
    }
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
