package io.layerbench.device;

import io.layerbench.base.Fact;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * NVML's answers as facts; none throws. Structures and constants are those of NVIDIA's nvml.h,
 * whose layout does not change between drivers.
 */
final class Nvml {

  /** nvmlPciInfo_t: char[16], then five numbers of which pciDeviceId is the fourth, char[32]. */
  private static final int PCI_INFO_BYTES = 68;

  private static final int PCI_DEVICE_ID_OFFSET = 28;

  private static final Map<Integer, String> STATUS =
      Map.of(
          2,
          "invalid argument",
          3,
          "not supported",
          4,
          "no permission",
          9,
          "the driver is not loaded",
          12,
          "library not found",
          NvmlCalls.FUNCTION_NOT_FOUND,
          "this driver lacks the function",
          15,
          "the GPU is lost",
          18,
          "driver and library have different versions");

  private final NvmlCalls calls;

  Nvml(NvmlCalls calls) {
    this.calls = calls;
  }

  /** Why NVML cannot be used; known as "ready" where it can. */
  Fact start() {
    return fact(calls.call("nvmlInit_v2"), "nvmlInit_v2", "ready");
  }

  /** How many devices there are. */
  Fact count() {
    int[] count = new int[1];
    return fact(
        calls.call("nvmlDeviceGetCount_v2", (Object) count),
        "nvmlDeviceGetCount_v2",
        Integer.toUnsignedString(count[0]));
  }

  /** The handle of a device as a number. */
  Fact handle(int index) {
    long[] handle = new long[1];
    String function = "nvmlDeviceGetHandleByIndex_v2";
    return fact(calls.call(function, index, handle), function, Long.toString(handle[0]));
  }

  /** The driver's version. */
  Fact driver() {
    byte[] text = new byte[80];
    String function = "nvmlSystemGetDriverVersion";
    return fact(calls.call(function, text, text.length), function, text(text));
  }

  /** The newest CUDA that the driver knows, such as "13.0". */
  Fact cudaDriver() {
    int[] version = new int[1];
    String function = "nvmlSystemGetCudaDriverVersion_v2";
    return fact(
        calls.call(function, (Object) version),
        function,
        version[0] / 1000 + "." + version[0] % 1000 / 10);
  }

  /** A device's name. */
  Fact name(long device) {
    byte[] text = new byte[96];
    String function = "nvmlDeviceGetName";
    return fact(calls.call(function, device, text, text.length), function, text(text));
  }

  /** Vendor and device as in {@link Gpu#pciId}. */
  Fact pciId(long device) {
    byte[] info = new byte[PCI_INFO_BYTES];
    String function = "nvmlDeviceGetPciInfo_v3";
    int status = calls.call(function, device, info);
    int id = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder()).getInt(PCI_DEVICE_ID_OFFSET);
    return fact(status, function, "%04x:%04x".formatted(id & 0xffff, id >>> 16));
  }

  /** All of a device's memory in bytes. */
  Fact memoryBytes(long device) {
    long[] totalFreeUsed = new long[3];
    String function = "nvmlDeviceGetMemoryInfo";
    return fact(
        calls.call(function, device, totalFreeUsed), function, Long.toString(totalFreeUsed[0]));
  }

  /** Such as "9.0". */
  Fact computeCapability(long device) {
    int[] major = new int[1];
    int[] minor = new int[1];
    String function = "nvmlDeviceGetCudaComputeCapability";
    return fact(calls.call(function, device, major, minor), function, major[0] + "." + minor[0]);
  }

  /** One number of 32 bits. */
  Fact number(String function, long device, LongFunction<String> text) {
    int[] value = new int[1];
    int status = calls.call(function, device, value);
    return fact(status, function, text.apply(Integer.toUnsignedLong(value[0])));
  }

  /** One number of a kind: a clock in MHz, or a sensor in °C. */
  Fact numberOf(String function, long device, int type) {
    int[] value = new int[1];
    return fact(calls.call(function, device, type, value), function, Integer.toString(value[0]));
  }

  /** A mode that is now, where the function also tells the one after the next start. */
  Fact mode(String function, long device) {
    int[] now = new int[1];
    int[] pending = new int[1];
    return fact(calls.call(function, device, now, pending), function, enabled(now[0]));
  }

  /** The bits of what holds the clocks back; newer drivers have another name for the function. */
  Fact clockEvents(long device) {
    long[] bits = new long[1];
    String function = "nvmlDeviceGetCurrentClocksEventReasons";
    int status = calls.call(function, device, bits);
    if (status == NvmlCalls.FUNCTION_NOT_FOUND) {
      status = calls.call("nvmlDeviceGetCurrentClocksThrottleReasons", device, bits);
    }
    return fact(status, function, ClockEvents.text(bits[0]));
  }

  /** Millijoules since the driver was loaded; empty where the card does not count them. */
  OptionalLong energyMillijoules(long device) {
    long[] energy = new long[1];
    return calls.call("nvmlDeviceGetTotalEnergyConsumption", device, energy) == NvmlCalls.SUCCESS
        ? OptionalLong.of(energy[0])
        : OptionalLong.empty();
  }

  static String enabled(long mode) {
    return mode == 0 ? "disabled" : "enabled";
  }

  private static Fact fact(int status, String function, String value) {
    if (status == NvmlCalls.SUCCESS) {
      return Fact.known(SystemFiles.printable(value));
    }
    String meaning = STATUS.get(status);
    return Fact.unknown(
        function + " says " + status + (meaning == null ? "" : " (" + meaning + ")"));
  }

  private static String text(byte[] text) {
    String whole = new String(text, StandardCharsets.UTF_8);
    int end = whole.indexOf('\0');
    return end < 0 ? whole : whole.substring(0, end);
  }
}
