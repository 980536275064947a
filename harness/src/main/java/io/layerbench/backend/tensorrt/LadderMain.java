package io.layerbench.backend.tensorrt;

import io.layerbench.backend.ForkSettings;
import io.layerbench.backend.ProbeChild;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The child process that climbs TensorRT's ladder. */
public final class LadderMain {

  private LadderMain() {}

  /** The folders of NVIDIA's libraries and of the JNI libraries. */
  public static void main(String[] arguments) {
    NativeLibraries files = new NativeLibraries(Path.of(arguments[0]), Path.of(arguments[1]));
    ProbeChild.answer(TensorRtBackend.NAME, Ladder.of(files).steps(), System.out);
  }

  static ProbeChild child(NativeLibraries files) {
    return ProbeChild.ofThisProcess(
        TensorRtBackend.NAME,
        new ForkSettings(List.of(), TensorRtBackend.arguments(), Map.of()),
        LadderMain.class,
        List.of(
            files.nvidia().toAbsolutePath().toString(),
            files.joints().toAbsolutePath().toString()));
  }
}
