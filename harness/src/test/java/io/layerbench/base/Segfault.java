package io.layerbench.base;

import java.lang.reflect.Field;

/** Ends this process as a broken native library does. */
public final class Segfault {

  private Segfault() {}

  /** Writes to address 0. */
  public static void happen() {
    try {
      // By reflection: javac cannot be told to accept the class itself.
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field field = type.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
