package io.layerbench.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** NVML with as many equal cards as wanted; what it was not told is "not supported". */
final class FakeNvml implements NvmlCalls {

  static final int NOT_SUPPORTED = 3;

  private final Map<String, Object> answers = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  final Set<String> asked = new HashSet<>();

  FakeNvml(int devices) {
    answer("nvmlInit_v2", "");
    answer("nvmlDeviceGetCount_v2", devices);
    answer("nvmlDeviceGetHandleByIndex_v2", 0x7f00_0000_1000L);
  }

  /** A card like an H100, with everything. */
  FakeNvml full() {
    answer("nvmlSystemGetDriverVersion", "580.65.06");
    answer("nvmlSystemGetCudaDriverVersion_v2", 13010);
    answer("nvmlDeviceGetName", "NVIDIA H100 80GB HBM3");
    answer("nvmlDeviceGetPciInfo_v3", pciInfo(0x2330_10de));
    answer("nvmlDeviceGetMemoryInfo", 85_520_809_984L);
    answer("nvmlDeviceGetCudaComputeCapability", 9);
    answer("nvmlDeviceGetEnforcedPowerLimit", 700_000);
    answer("nvmlDeviceGetPowerUsage", 71_234);
    answer("nvmlDeviceGetTemperature", 31);
    answer("nvmlDeviceGetClockInfo", 345);
    answer("nvmlDeviceGetMaxClockInfo", 1980);
    answer("nvmlDeviceGetEccMode", 1);
    answer("nvmlDeviceGetMigMode", 0);
    answer("nvmlDeviceGetPersistenceMode", 1);
    answer("nvmlDeviceGetCurrPcieLinkGeneration", 5);
    answer("nvmlDeviceGetCurrPcieLinkWidth", 16);
    answer("nvmlDeviceGetCurrentClocksEventReasons", 0x25L);
    return answer("nvmlDeviceGetTotalEnergyConsumption", 1_000_000L);
  }

  private static byte[] pciInfo(int id) {
    byte[] info = new byte[68];
    ByteBuffer.wrap(info).order(ByteOrder.nativeOrder()).putInt(28, id);
    return info;
  }

  FakeNvml answer(String function, Object value) {
    answers.put(function, value);
    return this;
  }

  FakeNvml fail(String function, int status) {
    failures.put(function, status);
    return this;
  }

  @Override
  public int call(String function, Object... arguments) {
    asked.add(function);
    Integer failure = failures.get(function);
    Object answer = answers.get(function);
    if (failure != null || answer == null) {
      return failure == null ? NOT_SUPPORTED : failure;
    }
    Object out =
        Arrays.stream(arguments).filter(one -> one.getClass().isArray()).findFirst().orElse("");
    if (out instanceof int[] ints) {
      ints[0] = ((Number) answer).intValue();
    } else if (out instanceof long[] longs) {
      longs[0] = ((Number) answer).longValue();
    } else if (out instanceof byte[] bytes) {
      byte[] text =
          answer instanceof byte[] raw ? raw : answer.toString().getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, 0, bytes, 0, text.length);
    }
    return SUCCESS;
  }
}
