package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import org.junit.jupiter.api.Test;

/** The path of macOS and Windows, run wherever the tests run. */
class OshiHardwareTest {

  @Test
  void aFailureOfNativeAccessIsAReasonWithoutPaths() {
    assertThat(
            OshiSystem.call(
                    () -> {
                      throw new UnsatisfiedLinkError("/home/someone/.cache/jna");
                    })
                .unknown())
        .isEqualTo("OSHI failed (UnsatisfiedLinkError)");
    assertThat(OshiSystem.fact(() -> "unknown").value()).isNull();
    assertThat(OshiSystem.count(() -> -1).value()).isNull();
  }

  @Test
  void readsThisMachine() {
    DeviceReader reader = new DeviceReader(new OshiHardware(), Nvidia::ofThisMachine);
    Device device = reader.read();

    assertThat(device.cpu().logicalCores().value()).isNotNull();
    assertThat(device.memoryGib().value()).isNotNull();
    assertThat(reader.physicalCoresAvailable()).isPositive();
    assertThat(Json.parse(Json.pretty(device), Device.class, "test")).isEqualTo(device);
  }
}
