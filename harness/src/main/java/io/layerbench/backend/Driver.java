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

  /** Of the driver's own way to write versions. */
  int MAJOR = 1000;

  /** Likewise. */
  int MINOR = 10;

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

  /**
   * The newest CUDA that it supports, as 1000 · major + 10 · minor, such as 12040; behind {@link
   * #load}.
   *
   * @throws RungException with the number of the driver's error
   */
  int cudaVersion();

  /**
   * The steps that every GPU backend takes.
   *
   * @param cuda the major version of CUDA that the backend's libraries are built for: a driver runs
   *     what is built for an earlier minor or major version than its own, and none of a later major
   */
  default List<ProbeStep> steps(int cuda) {
    return List.of(
        new ProbeStep(Rung.DRIVER, this::load),
        new ProbeStep(Rung.DEVICE_COUNT, this::requireDevice),
        new ProbeStep(Rung.DRIVER_VERSION, () -> requireVersion(cuda)));
  }

  private void requireDevice() {
    if (deviceCount() < 1) {
      throw new RungException(
          Rung.DEVICE_COUNT,
          "the driver has no device",
          "check CUDA_VISIBLE_DEVICES, and that nvidia-smi lists a device.");
    }
  }

  private void requireVersion(int cuda) {
    int supported = cudaVersion();
    if (supported < MAJOR * cuda) {
      throw new RungException(
          Rung.DRIVER_VERSION,
          "the driver supports CUDA %d.%d, and CUDA %d is needed"
              .formatted(supported / MAJOR, supported % MAJOR / MINOR, cuda),
          "install a newer driver of NVIDIA's, which runs programs for older CUDA, too.");
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
            linkersLine(String.valueOf(e.getMessage())),
            Platform.isWindows()
                ? "install NVIDIA's driver for Windows."
                : "install NVIDIA's driver; a container must be started with the GPU, such as by"
                    + " --gpus all.",
            e);
      }
    }

    /** Behind JNA's own first line is what the linker said. */
    private String linkersLine(String message) {
      List<String> lines = message.lines().map(String::strip).toList();
      String line = lines.get(lines.size() > 1 ? 1 : 0);
      return line.contains(library) ? line : library + ": " + line;
    }

    @Override
    public int deviceCount() {
      NativeLibrary driver = open();
      IntByReference count = new IntByReference();
      call(driver, "cuInit", 0);
      call(driver, "cuDeviceGetCount", count);
      return count.getValue();
    }

    @Override
    public int cudaVersion() {
      IntByReference version = new IntByReference();
      call(open(), "cuDriverGetVersion", version);
      return version.getValue();
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
