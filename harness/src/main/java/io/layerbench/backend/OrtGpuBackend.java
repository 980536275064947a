package io.layerbench.backend;

import io.layerbench.device.EnergyDomain;
import io.layerbench.natives.LibrarySearch;
import io.layerbench.natives.NativesFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A GPU provider of ONNX Runtime. The runtime's classes are the CPU's; a child process gets other
 * libraries for them. Precisions are those of the ONNX file, and a model of which the provider
 * leaves something to the CPU is refused.
 *
 * <p>The runtime's Java interface holds tensors in the host's memory only: a run copies its inputs
 * to the device and its outputs back.
 */
final class OrtGpuBackend implements Backend {

  private final OrtProvider provider;
  private final Supplier<LibrarySearch> search;
  private final Function<ForkSettings, ProbeChild> child;
  private final KnownAvailability known = new KnownAvailability();
  private boolean loaded;

  OrtGpuBackend(OrtProvider provider) {
    this(
        provider,
        LibrarySearch::ofThisProcess,
        settings -> OrtLadderMain.child(provider, settings));
  }

  OrtGpuBackend(
      OrtProvider provider,
      Supplier<LibrarySearch> search,
      Function<ForkSettings, ProbeChild> child) {
    this.provider = provider;
    this.search = search;
    this.child = child;
  }

  @Override
  public String name() {
    return provider.libraries().backend();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ofGpu();
  }

  @Override
  public Availability availability() {
    return known.get(this::find);
  }

  /** Without the files no child is started: a machine without a GPU pays nothing. */
  private Availability find() {
    try {
      OrtLibraries.require(provider.libraries(), search.get());
    } catch (RungException e) {
      return e.availability(name());
    }
    return child.apply(forkSettings(null)).climb();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RungException where the runtime's libraries are not there
   */
  @Override
  public ForkSettings forkSettings(@Nullable Path cache) {
    LibrarySearch here = search.get();
    List<String> arguments = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
    arguments.add(
        "-D"
            + OrtSessions.NATIVE_PATH
            + "="
            + OrtLibraries.require(provider.libraries(), here).toAbsolutePath());
    if (here.folder() != null) {
      arguments.add("-D" + NativesFolder.PROPERTY + "=" + here.folder().toAbsolutePath());
    }
    if (cache != null && provider == OrtProvider.TENSORRT) {
      arguments.add("-D" + OrtProvider.ENGINES_PROPERTY + "=" + cache.resolve(name()));
    }
    Map<String, String> environment = new HashMap<>(OrtSessions.QUIET);
    // NVIDIA's own switch, over the defaults of all of its libraries.
    environment.put("NVIDIA_TF32_OVERRIDE", "0");
    return new ForkSettings(List.of(), arguments, environment);
  }

  @Override
  public String alsoTimed() {
    return "Times on %s have the copies of inputs to the device and of outputs back in them, since "
            .formatted(name())
        + "the runtime's Java interface has no tensors on the device. The call's own cost is that of"
        + " a model which hands on the same inputs: it copies them there and back.";
  }

  @Override
  public String unprofiled() {
    return switch (provider) {
      case CUDA -> "ONNX Runtime's profile has the time to launch a kernel, not the kernel's own";
      case TENSORRT -> "ONNX Runtime's profile has one time for a whole TensorRT engine";
    };
  }

  @Override
  public EnergyDomain energyDomain() {
    return EnergyDomain.NVIDIA_GPU;
  }

  @Override
  public String runtimeName() {
    return "ONNX Runtime";
  }

  @Override
  public String runtimeVersion() {
    return OrtSessions.version();
  }

  @Override
  public Session open(byte[] model, SessionSettings settings) {
    loadLibraries();
    return OrtSessions.open(model, settings, provider);
  }

  private synchronized void loadLibraries() {
    if (!loaded) {
      try {
        OrtLibraries.load(provider.libraries(), search.get(), file -> System.load(file.toString()));
      } catch (RungException e) {
        throw new BackendException(e);
      }
      loaded = true;
    }
  }
}
