package io.layerbench.run;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.HeldFile;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time measure on a device: two would time each other. It lies in the system's
 * temporary folder, which belongs to the machine as the device does.
 */
public final class DeviceLock implements AutoCloseable {

  /** Names another folder for it, as tests need that run side by side. */
  public static final String VARIABLE = "LAYERBENCH_LOCKS";

  static final String NAME = "layerbench-device.lock";

  private static final String REMEDY = "run again alone.";

  private final @Nullable HeldFile file;
  private final @Nullable String problem;

  private DeviceLock(@Nullable HeldFile file, @Nullable String problem) {
    this.file = file;
    this.problem = problem;
  }

  /** Where this machine's lock lies. */
  public static Path folder() {
    String named = System.getenv(VARIABLE);
    return Path.of(
        named == null || named.isBlank() ? System.getProperty("java.io.tmpdir", ".") : named);
  }

  /**
   * Takes the device.
   *
   * @param folder see {@link #folder()}
   * @param share whether to go on where another run has it
   * @throws EnvironmentException when another run has it and it is not to be shared
   */
  public static DeviceLock take(Path folder, boolean share) {
    try {
      HeldFile file = HeldFile.take(folder.resolve(NAME));
      if (file.isHeld()) {
        return new DeviceLock(file, null);
      }
      if (!share) {
        file.close();
        throw new EnvironmentException(
            "Another run is measuring on this device (" + file.holder() + ").",
            "wait until it is done; --shared-device measures all the same, and marks both runs.");
      }
      file.join();
      return new DeviceLock(file, shared("(" + file.holder() + ")"));
    } catch (IOException e) {
      return new DeviceLock(
          null,
          "Whether another run is being made on this device is not known (%s). Maybe: name a folder that can be written in the variable %s."
              .formatted(IoReason.of(e), VARIABLE));
    }
  }

  private static String shared(String who) {
    return "Shared device: another run %s was made on it at the same time, so that their times disturb each other. Maybe: %s"
        .formatted(who, REMEDY);
  }

  /** What the run must say of it so far; empty where it has the device for itself. */
  public Optional<String> warning() {
    if (problem != null || file == null) {
      return Optional.ofNullable(problem);
    }
    try {
      return file.isJoined() ? Optional.of(shared("by --shared-device")) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // The system lets go of it when this process ends.
        return;
      }
    }
  }
}
