package io.layerbench.backend.tensorrt;

import com.sun.jna.Function;
import com.sun.jna.Native;
import org.bytedeco.javacpp.Pointer;

/**
 * Deletes TensorRT's objects. The presets wrap no destructor; every object of the API has a virtual
 * one as the first entry of its table of functions (NvInferRuntime.h, {@code INoCopy}), and by the
 * Itanium C++ ABI, which Linux follows, the second entry is the one that frees the memory as well.
 */
final class NativeObjects {

  private static final int DELETING = 1;

  private NativeObjects() {}

  /** Only for builders, networks, builder configurations, runtimes, engines, contexts and such. */
  static void delete(Pointer object) {
    if (object == null || object.isNull()) {
      return;
    }
    com.sun.jna.Pointer self = new com.sun.jna.Pointer(object.address());
    com.sun.jna.Pointer table = self.getPointer(0);
    Function.getFunction(table.getPointer((long) DELETING * Native.POINTER_SIZE))
        .invokeVoid(new Object[] {self});
    object.setNull();
  }
}
