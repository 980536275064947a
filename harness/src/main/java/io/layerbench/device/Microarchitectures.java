package io.layerbench.device;

import io.layerbench.base.Fact;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;

/** Names of microarchitectures and vendors, from OSHI's table; no native code is involved. */
final class Microarchitectures {

  private static final String NOT_LISTED = "not in OSHI's table of processors";

  private Microarchitectures() {}

  /** The name for an x86 processor. */
  static Fact ofX86(Fact vendor, Fact family, Fact model, Fact stepping) {
    return named(identifier(vendor.text(), family.text(), model.text(), stepping.text()));
  }

  /**
   * The name of a core that Arm itself designed.
   *
   * @param part for example "0xd0b"
   */
  static Fact ofArm(String part) {
    // OSHI 7.5.0 looks for "arm..0xd0b" when it is told the vendor, and its table says "arm.0xd0b".
    return named(identifier("", "arm." + part, "", ""));
  }

  /**
   * The vendor behind an Arm implementer's code.
   *
   * @param implementer for example "0x41"
   */
  static String armVendor(String implementer) {
    return identifier(implementer, "", "", "").getVendor();
  }

  private static Fact named(ProcessorIdentifier identifier) {
    String name = identifier.getMicroarchitecture();
    return name.isBlank() || name.equals("unknown") ? Fact.unknown(NOT_LISTED) : Fact.known(name);
  }

  private static ProcessorIdentifier identifier(
      String vendor, String family, String model, String stepping) {
    return new ProcessorIdentifier(vendor, "", family, model, stepping, "", true);
  }
}
