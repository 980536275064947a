package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.function.Supplier;
import oshi.SystemInfo;

/** OSHI's view of the system, made once; its native access may fail, which is then the reason. */
final class OshiSystem {

  private OshiSystem() {}

  /** Made on first use, so that Linux, which needs none of it, loads no native code. */
  private static final class Holder {
    static final SystemInfo INFO = new SystemInfo();
  }

  static SystemInfo info() {
    return Holder.INFO;
  }

  /** A fact from OSHI; "unknown", nothing and a failure of its native access become unknown. */
  static Fact fact(Supplier<String> call) {
    return call(
        () -> {
          String value = SystemFiles.printable(call.get());
          return value.isEmpty() || value.equalsIgnoreCase("unknown")
              ? Fact.unknown("the system does not say")
              : Fact.known(value);
        });
  }

  /** A count from OSHI, which writes 0 or less for "unknown". */
  static Fact count(Supplier<Number> call) {
    return call(
        () -> {
          long value = call.get().longValue();
          return value < 1 ? Fact.unknown("the system does not say") : FactNumbers.whole(value);
        });
  }

  static Fact call(Supplier<Fact> call) {
    try {
      return call.get();
    } catch (RuntimeException | LinkageError e) {
      return Fact.unknown(reason(e));
    }
  }

  static <T> FactList<T> list(Supplier<FactList<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException | LinkageError e) {
      return FactList.unknown(reason(e));
    }
  }

  /** The class alone: the message of a native library that does not load holds a user's path. */
  private static String reason(Throwable e) {
    return "OSHI failed (" + e.getClass().getSimpleName() + ")";
  }
}
