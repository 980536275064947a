package io.layerbench.device;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** NVML as the driver installs it, through JNA. */
final class JnaNvml implements NvmlCalls {

  private final NativeLibrary library;

  private JnaNvml(NativeLibrary library) {
    this.library = library;
  }

  /**
   * Loads the library.
   *
   * @throws UnsatisfiedLinkError where there is none
   */
  static NvmlCalls load() {
    // Handles are passed as numbers.
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new UnsatisfiedLinkError("not a 64-bit system");
    }
    return new JnaNvml(
        NativeLibrary.getInstance(Platform.isWindows() ? "nvml" : "libnvidia-ml.so.1"));
  }

  @Override
  public int call(String function, Object... arguments) {
    try {
      return library.getFunction(function).invokeInt(arguments);
    } catch (UnsatisfiedLinkError e) {
      return FUNCTION_NOT_FOUND;
    }
  }
}
