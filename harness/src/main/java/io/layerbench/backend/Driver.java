package io.layerbench.backend;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.util.List;

/**
 * NVIDIA's driver: whether it is there, and whether it has a device. For child processes only.
 *
 * <p>By the CUDA driver API: cuInit and cuDeviceGetCount return 0 or an error's number.
 */
public interface Driver {

  /**
   * Loads its library.
   *
   * @throws RungException with the linker's message
   */
  void load();

  /**
   * How many devices it has; behind {@link #load}.
   *
   * @throws RungException with the number of the driver's error
   */
  int deviceCount();

  /** The two steps that every GPU backend takes. */
  default List<ProbeStep> steps() {
    return List.of(
        new ProbeStep(Rung.DRIVER, this::load),
        new ProbeStep(Rung.DEVICE_COUNT, this::requireDevice));
  }

  private void requireDevice() {
    if (deviceCount() < 1) {
      throw new RungException(
          Rung.DEVICE_COUNT,
          "the driver has no device",
          "check CUDA_VISIBLE_DEVICES, and that nvidia-smi lists a device.");
    }
  }

  /** The one that the system's linker finds. */
  static Driver installed() {
    return new Installed(Platform.isWindows() ? "nvcuda" : "libcuda.so.1");
  }

  /** A driver by the name of its library. */
  record Installed(String library) implements Driver {

    @Override
    public void load() {
      open();
    }

    /** JNA keeps what it has loaded. */
    private NativeLibrary open() {
      try {
        return NativeLibrary.getInstance(library);
      } catch (UnsatisfiedLinkError e) {
        throw new RungException(
            Rung.DRIVER,
            String.valueOf(e.getMessage()).lines().findFirst().orElse(library).strip(),
            Platform.isWindows()
                ? "install NVIDIA's driver for Windows."
                : "install NVIDIA's driver; a container must be started with the GPU, such as by"
                    + " --gpus all.",
            e);
      }
    }

    @Override
    public int deviceCount() {
      NativeLibrary driver = open();
      IntByReference count = new IntByReference();
      call(driver, "cuInit", 0);
      call(driver, "cuDeviceGetCount", count);
      return count.getValue();
    }

    private static void call(NativeLibrary driver, String name, Object argument) {
      int code = driver.getFunction(name).invokeInt(new Object[] {argument});
      if (code != 0) {
        throw new RungException(
            Rung.DEVICE_COUNT,
            name + " gives CUDA error " + code,
            "check that nvidia-smi lists a device, and that the driver fits the kernel.");
      }
    }
  }
}
