package io.layerbench.faults;

import com.sun.jna.Function;
import io.layerbench.backend.BackendException;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.Segfault;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.TestGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A way in which a fork fails; a layer named after it fails so. */
public enum Fault {
  CRASH("crashed: segmentation fault") {
    @Override
    void happen() {
      Segfault.happen();
    }
  },
  ABORT("crashed: aborted (exit code 134, SIGABRT)") {
    @Override
    void happen() {
      signal("ABRT");
    }
  },
  KILL("killed (exit code 137, SIGKILL)") {
    @Override
    void happen() {
      signal("KILL");
    }
  },
  HANG("hung: killed after " + Fault.LIMIT_SECONDS + " s") {
    @Override
    void happen() {
      long end = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
      while (System.nanoTime() < end) {
        try {
          Thread.sleep(100);
        } catch (InterruptedException e) {
          // A native call does not hear interrupts either.
        }
      }
    }
  },
  SLEEP("hung: killed after " + Fault.LIMIT_SECONDS + " s") {
    @Override
    void happen() {
      // In native code, where the JVM cannot reach it.
      Function.getFunction("c", "sleep").invokeInt(new Object[] {3600});
    }
  },
  HEAP("out of memory (Java heap): java.lang.OutOfMemoryError") {
    @Override
    void happen() {
      List<long[]> all = new ArrayList<>();
      while (all.size() < Integer.MAX_VALUE) {
        all.add(new long[Integer.MAX_VALUE - 8]);
      }
    }
  },
  DIRECT("out of memory (Java direct buffers): java.lang.OutOfMemoryError") {
    @Override
    void happen() {
      List<ByteBuffer> all = new ArrayList<>();
      while (all.size() < Integer.MAX_VALUE) {
        all.add(ByteBuffer.allocateDirect(1 << 24));
      }
    }
  },
  NATIVE("out of memory (native): ") {
    @Override
    void happen() {
      // The runtime's own allocator, asked for a tensor larger than any address space.
      byte[] model =
          new TestGraph("huge", 13)
              .input("x", 1)
              .longs("shape", 1L << 20, 1L << 20, 1L << 10)
              .node("Expand", "expand", "x shape", "y")
              .output("y")
              .model()
              .toBytes();
      SessionSettings settings = new SessionSettings(1, false, false, true, null);
      try (Session session = Backends.named("cpu").open(model, settings)) {
        session.run(Map.of("x", TensorData.ofFloats(new float[1], 1)), List.of("y"));
      }
    }
  },
  EXITS("ended early: something in it called System.exit") {
    @Override
    void happen() {
      System.exit(0);
    }
  },
  EARLY("ended early with exit code 0") {
    @Override
    void happen() {
      Runtime.getRuntime().halt(0);
    }
  },
  EXIT("ended early with exit code 42") {
    @Override
    void happen() {
      Runtime.getRuntime().halt(42);
    }
  },
  STUCK("hung: killed after " + Fault.LIMIT_SECONDS + " s") {
    @Override
    void happen() {
      // The measurement goes on; it is the end of the process that hangs.
      Runtime.getRuntime().addShutdownHook(new Thread(HANG::happen, "stuck shutdown hook"));
    }
  },
  REFUSE("failed: java.lang.IllegalStateException: the kernel refuses") {
    @Override
    void happen() {
      throw new BackendException(new IllegalStateException("the kernel refuses"));
    }
  },
  NAN("invalid output: The output (y.nan) is NaN at element 0, where the simulation") {
    @Override
    Map<String, TensorData> outputs(Map<String, TensorData> right) {
      return changed(right, value -> Float.NaN);
    }
  },
  INFINITE("invalid output: The output (y.infinite) is Infinity at element 0") {
    @Override
    Map<String, TensorData> outputs(Map<String, TensorData> right) {
      return changed(right, value -> Float.POSITIVE_INFINITY);
    }
  },
  WRONG("invalid output: The output (y.wrong) is ") {
    @Override
    Map<String, TensorData> outputs(Map<String, TensorData> right) {
      return changed(right, value -> -value);
    }
  },
  SHAPE("invalid output: The output (y.shape) is FLOAT[1] instead of FLOAT[1, 8]") {
    @Override
    Map<String, TensorData> outputs(Map<String, TensorData> right) {
      Map<String, TensorData> outputs = new LinkedHashMap<>();
      right.keySet().forEach(name -> outputs.put(name, TensorData.ofFloats(new float[1], 1)));
      return outputs;
    }
  };

  /** The limit that the hanging fork is given. */
  public static final int LIMIT_SECONDS = 12;

  private final String reason;

  Fault(String reason) {
    this.reason = reason;
  }

  /** What it does at each call. */
  void happen() {
    // A fault of the outputs shows in them alone.
  }

  /** What it makes of the outputs. */
  Map<String, TensorData> outputs(Map<String, TensorData> right) {
    return right;
  }

  private static Map<String, TensorData> changed(
      Map<String, TensorData> right, UnaryOperator<Float> change) {
    Map<String, TensorData> outputs = new LinkedHashMap<>();
    right.forEach(
        (name, data) -> {
          float[] values = data.toFloats();
          for (int i = 0; i < values.length; i++) {
            values[i] = change.apply(values[i]);
          }
          outputs.put(name, TensorData.ofFloats(values, data.shape()));
        });
    return outputs;
  }

  /** What the run has to say of it. */
  public String reason() {
    return reason;
  }

  /** The layer that has it. */
  public String layer() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Fault> of(String layer) {
    for (Fault fault : values()) {
      if (fault.layer().equals(layer)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private static void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(ProcessHandle.current().pid()))
          .inheritIO()
          .start()
          .waitFor();
      Thread.sleep(TimeUnit.MINUTES.toMillis(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
