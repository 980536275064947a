package io.layerbench.fuzz;

import io.layerbench.backend.OrtProfile;
import io.layerbench.device.DeviceProfiles;
import java.nio.file.Path;

/** Profiles: of a device, and of the inference runtime. */
public final class ProfileFuzz {

  static final FuzzedFolder FILES = new FuzzedFolder(Seeds.of("profile"));

  private ProfileFuzz() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] data) {
    FILES.feed(data, ProfileFuzz::read);
  }

  static void read(Path changed) {
    if (changed.endsWith("device.json")) {
      DeviceProfiles.load(changed);
    } else {
      OrtProfile.kernels(changed);
    }
  }
}
