package io.layerbench.backend.tensorrt;

import io.layerbench.backend.Availability;
import io.layerbench.base.Json;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A child process that climbs the ladder, so that a library that ends its process costs an answer
 * and no run: prints one {@link Availability} as a line of JSON.
 */
public final class LadderMain {

  private LadderMain() {}

  /** The folders of NVIDIA's libraries and of the JNI libraries. */
  public static void main(String[] arguments) {
    print(climb(Path.of(arguments[0]), Path.of(arguments[1])), System.out);
  }

  private static void print(Availability availability, PrintStream out) {
    out.println(Json.line(availability));
  }

  private static Availability climb(Path nvidia, Path joints) {
    try {
      Ladder.of(new NativeLibraries(nvidia, joints)).climb();
      return Availability.available(TensorRtBackend.NAME);
    } catch (RungException e) {
      return e.availability(TensorRtBackend.NAME);
    }
  }
}
