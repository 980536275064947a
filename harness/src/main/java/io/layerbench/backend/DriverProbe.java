package io.layerbench.backend;

import java.util.List;

/** The child process that climbs to the driver and its devices, and no further. */
public final class DriverProbe {

  private DriverProbe() {}

  /** The backend that asks. */
  public static void main(String[] arguments) {
    ProbeChild.answer(arguments[0], Driver.installed().steps(), System.out);
  }

  static ProbeChild child(String backend) {
    return ProbeChild.ofThisProcess(
        backend,
        List.of("--enable-native-access=ALL-UNNAMED"),
        DriverProbe.class,
        List.of(backend));
  }
}
