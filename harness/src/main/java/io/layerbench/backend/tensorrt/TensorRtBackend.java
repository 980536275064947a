package io.layerbench.backend.tensorrt;

import io.layerbench.backend.Availability;
import io.layerbench.backend.Backend;
import io.layerbench.backend.BackendException;
import io.layerbench.backend.Capabilities;
import io.layerbench.backend.ForkSettings;
import io.layerbench.backend.KnownAvailability;
import io.layerbench.backend.ProbeStep;
import io.layerbench.backend.Rung;
import io.layerbench.backend.RungException;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.Digests;
import io.layerbench.device.EnergyDomain;
import io.layerbench.natives.NativesFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TensorRT by its own API. A precision is the ONNX file's: FP16 and INT8 files are parsed into
 * strongly typed networks, for which TensorRT chooses kernels and no types.
 */
final class TensorRtBackend implements Backend {

  static final String NAME = "tensorrt";

  /** In child processes: the folder of the JNI libraries. */
  static final String JOINTS_PROPERTY = "layerbench.tensorrt.joints";

  /** In child processes: the folder of built engines. */
  static final String CACHE_PROPERTY = "layerbench.tensorrt.cache";

  /** "true" to launch inferences as CUDA graphs. */
  static final String GRAPHS_PROPERTY = "layerbench.tensorrt.graphs";

  private final KnownAvailability known = new KnownAvailability();
  private @Nullable Opened opened;

  /** What a child process loads once. */
  private record Opened(
      Cuda cuda, Compiler compiler, EngineCache cache, BuilderResources resources) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ofGpu();
  }

  @Override
  public Availability availability() {
    return known.get(TensorRtBackend::find);
  }

  private static Availability find() {
    try {
      if (!JniLibraries.fitPlatform()) {
        throw new RungException(
            Rung.NATIVES_FOUND,
            "this version joins TensorRT to Java on Linux x86-64 only",
            "use the backend ort-tensorrt.");
      }
      Path nvidia = nvidia();
      NativeLibraries.requireFiles(nvidia);
      return LadderMain.child(new NativeLibraries(nvidia, JniLibraries.unpackTemporarily()))
          .climb();
    } catch (RungException e) {
      return e.availability(NAME);
    }
  }

  private static Path nvidia() {
    return NativesFolder.find()
        .map(NativesFolder::path)
        .orElseThrow(
            () ->
                new RungException(
                    Rung.NATIVES_FOUND,
                    "there is no folder of GPU libraries",
                    "name the folder that holds TensorRT 11.2 and CUDA 13's runtime by"
                        + " --gpu-natives DIR."));
  }

  /** Arguments of every JVM that loads TensorRT. */
  static List<String> arguments() {
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "-D" + NativeLibraries.SWITCH + "=false",
        // JavaCPP would else watch the process's memory at each allocation, and collect garbage.
        "-Dorg.bytedeco.javacpp.nopointergc=true");
  }

  @Override
  public ForkSettings forkSettings(@Nullable Path cache) {
    Path own = cache == null ? JniLibraries.unpackTemporarily() : cache.resolve("tensorrt");
    JniLibraries.unpack(own);
    List<String> arguments = new ArrayList<>(arguments());
    arguments.add("-D" + JOINTS_PROPERTY + "=" + own);
    arguments.add(
        "-D"
            + CACHE_PROPERTY
            + "="
            + System.getProperty(CACHE_PROPERTY, own.resolve("engines").toString()));
    NativesFolder.find()
        .ifPresent(folder -> arguments.add("-D" + NativesFolder.PROPERTY + "=" + folder.path()));
    String graphs = System.getProperty(GRAPHS_PROPERTY);
    if (graphs != null) {
      arguments.add("-D" + GRAPHS_PROPERTY + "=" + graphs);
    }
    return new ForkSettings(List.of(), arguments, Map.of());
  }

  @Override
  public EnergyDomain energyDomain() {
    return EnergyDomain.NVIDIA_GPU;
  }

  @Override
  public String runtimeName() {
    return "TensorRT";
  }

  @Override
  public String runtimeVersion() {
    Opened here = opened();
    return here.compiler().version() + " (" + here.resources().label() + ")";
  }

  @Override
  public Session open(byte[] model, SessionSettings settings) {
    Opened here;
    try {
      here = opened();
    } catch (RungException e) {
      throw new BackendException(e);
    }
    EngineKey key =
        new EngineKey(
            Digests.sha256(model),
            here.cuda().gpu(),
            here.compiler().version(),
            here.resources().names(),
            TensorRt.WORKSPACE_BYTES);
    byte[] plan = here.cache().engine(key, model, here.compiler());
    Path prefix = settings.profilePrefix();
    return TensorRtSession.open(
        here.cuda(),
        () -> here.compiler().load(plan),
        Boolean.getBoolean(GRAPHS_PROPERTY),
        prefix == null ? null : new EngineProfile(prefix, settings.optimizedGraph()));
  }

  /** Loads the libraries into this process at the first call. */
  private synchronized Opened opened() {
    if (opened == null) {
      NativeLibraries files =
          new NativeLibraries(nvidia(), Path.of(System.getProperty(JOINTS_PROPERTY, "")));
      ProbeStep.climb(Ladder.of(files).loading(), rung -> {});
      EngineCache cache = new EngineCache(Path.of(System.getProperty(CACHE_PROPERTY, "engines")));
      opened = new Opened(new CudaRuntime(), new TensorRt(), cache, files.builderResources());
    }
    return opened;
  }
}
