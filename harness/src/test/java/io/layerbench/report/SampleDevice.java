package io.layerbench.report;

import io.layerbench.base.Fact;
import io.layerbench.device.Conditions;
import io.layerbench.device.Device;
import io.layerbench.device.DeviceProfiles;
import io.layerbench.device.NvidiaState;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;

/** A known device, from the committed profiles, under conditions that are all unknown. */
public final class SampleDevice {

  private SampleDevice() {}

  /** A real device. */
  public static Device device() {
    return DeviceProfiles.load(Path.of("../hardware-profiles/amd-epyc-7a96fa81.json"));
  }

  /** Conditions of which nothing is known. */
  public static Conditions conditions() {
    RecordComponent[] components = Conditions.class.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    String reason = "not read in a test";
    Object[] facts =
        Arrays.stream(types)
            .map(
                type ->
                    type == NvidiaState.class ? NvidiaState.unknown(reason) : Fact.unknown(reason))
            .toArray();
    try {
      return Conditions.class.getDeclaredConstructor(types).newInstance(facts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
