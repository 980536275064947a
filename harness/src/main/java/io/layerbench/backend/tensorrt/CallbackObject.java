package io.layerbench.backend.tensorrt;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An object that TensorRT calls, made by hand, since the presets let Java extend the logger alone.
 *
 * <p>By the Itanium C++ ABI an object begins with the address of its table of virtual functions.
 * Those of TensorRT's versioned interfaces (NvInferRuntimeBase.h, {@code IVersionedInterface})
 * begin with getAPILanguage, getInterfaceInfo and two destructors; the interface's own follow.
 * Linux on x86-64 only: other systems lay tables out otherwise, and Arm is untested.
 *
 * <p>Must stay referenced, and open, for as long as TensorRT may call it.
 */
final class CallbackObject implements AutoCloseable {

  /** In front of the table: the offset to the object's start and its type, both none. */
  private static final int HEAD = 2;

  private final Memory table;
  private final Memory object;
  private final Memory kind;

  /** JNA frees the native side of a callback that nobody holds. */
  private final List<Callback> held = new ArrayList<>();

  interface Language extends Callback {
    int invoke(Pointer self);
  }

  interface Info extends Callback {
    InterfaceInfo invoke(Pointer self);
  }

  interface Destructor extends Callback {
    void invoke(Pointer self);
  }

  /** What an interface says of itself, returned by value. */
  @FieldOrder({"kind", "major", "minor"})
  public static final class InterfaceInfo extends Structure implements Structure.ByValue {
    public Pointer kind = Pointer.NULL;
    public int major;
    public int minor;
  }

  /**
   * @param kind the interface's name, such as "IProfiler"
   * @param own its own functions in the order of the header
   */
  CallbackObject(String kind, List<Callback> own) {
    this.kind = new Memory(kind.length() + 1L);
    this.kind.setString(0, kind);
    List<Callback> functions = new ArrayList<>();
    functions.add((Language) self -> 0);
    functions.add((Info) self -> info());
    functions.add((Destructor) self -> {});
    functions.add((Destructor) self -> {});
    functions.addAll(own);
    held.addAll(functions);
    table = new Memory((long) (HEAD + functions.size()) * Native.POINTER_SIZE);
    table.clear();
    for (int i = 0; i < functions.size(); i++) {
      table.setPointer(
          (long) (HEAD + i) * Native.POINTER_SIZE,
          CallbackReference.getFunctionPointer(functions.get(i)));
    }
    object = new Memory(Native.POINTER_SIZE);
    object.setPointer(0, table.share((long) HEAD * Native.POINTER_SIZE));
  }

  private InterfaceInfo info() {
    InterfaceInfo info = new InterfaceInfo();
    info.kind = kind;
    info.major = 1;
    // JNA returns what lies in native memory, and fields are there only when written.
    info.write();
    return info;
  }

  /** Where the object lies. */
  long address() {
    return Pointer.nativeValue(object);
  }

  @Override
  public void close() {
    object.close();
    table.close();
    kind.close();
    held.clear();
  }
}
