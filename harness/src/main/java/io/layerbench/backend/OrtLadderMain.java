package io.layerbench.backend;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.layerbench.base.BuildInfo;
import io.layerbench.natives.LibrarySearch;
import java.util.List;

/** The child process that climbs the ladder of a GPU provider of ONNX Runtime. */
public final class OrtLadderMain {

  private OrtLadderMain() {}

  /** The provider's name. */
  public static void main(String[] arguments) {
    OrtProvider provider = OrtProvider.valueOf(arguments[0]);
    OrtLadder ladder =
        new OrtLadder(
            provider.libraries(),
            real(provider),
            Driver.installed(),
            BuildInfo.onnxRuntimeVersion());
    ProbeChild.answer(provider.libraries().backend(), ladder.steps(), System.out);
  }

  static ProbeChild child(OrtProvider provider, ForkSettings settings) {
    return ProbeChild.ofThisProcess(
        provider.libraries().backend(), settings, OrtLadderMain.class, List.of(provider.name()));
  }

  /** The steps with the runtime that this process loads. */
  static OrtLadder.Steps real(OrtProvider provider) {
    return new Loaded(provider);
  }

  /** The real runtime. */
  private record Loaded(OrtProvider provider) implements OrtLadder.Steps {

    @Override
    public String load() {
      try {
        return OrtSessions.version();
      } catch (LinkageError e) {
        Throwable first = e;
        while (first.getCause() != null) {
          first = first.getCause();
        }
        throw new RungException(
            Rung.RUNTIME_LOADS,
            String.valueOf(first.getMessage()),
            "unpack the untouched jar of onnxruntime_gpu by `natives --from`.",
            e);
      }
    }

    @Override
    public void loadLibraries() {
      OrtLibraries.load(
          provider.libraries(),
          LibrarySearch.ofThisProcess(),
          file -> System.load(file.toString()));
    }

    @Override
    public void createProvider() {
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        provider.addTo(options);
      } catch (OrtException e) {
        throw new BackendException(e);
      }
    }

    @Override
    public String difference() {
      return ProbeModel.difference(provider);
    }
  }
}
