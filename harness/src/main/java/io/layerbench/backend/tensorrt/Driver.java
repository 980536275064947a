package io.layerbench.backend.tensorrt;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;

/** NVIDIA's driver: whether it is there, and whether it has a device. */
interface Driver {

  /**
   * How many devices it has.
   *
   * @throws RungException naming the driver or the device count
   */
  int deviceCount();

  /** The driver's library, found by the system's linker. */
  static Driver installed() {
    return () -> count("libcuda.so.1");
  }

  private static int count(String library) {
    NativeLibrary driver;
    try {
      driver = NativeLibrary.getInstance(library);
    } catch (UnsatisfiedLinkError e) {
      throw new RungException(
          Rung.DRIVER, String.valueOf(e.getMessage()).strip(), "install NVIDIA's driver.", e);
    }
    IntByReference count = new IntByReference();
    call(driver, "cuInit", 0);
    call(driver, "cuDeviceGetCount", count);
    return count.getValue();
  }

  private static void call(NativeLibrary driver, String name, Object argument) {
    Function function = driver.getFunction(name);
    int code = function.invokeInt(new Object[] {argument});
    if (code != 0) {
      throw new RungException(
          Rung.DEVICE_COUNT,
          name + " gives CUDA error " + code,
          "check that nvidia-smi lists a device, and that the driver fits the kernel.");
    }
  }
}
