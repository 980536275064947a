package io.layerbench.backend;

import io.layerbench.base.Precision;
import io.layerbench.natives.GpuLibrary;
import io.layerbench.natives.LibraryHeader;
import io.layerbench.natives.LibrarySearch;
import io.layerbench.natives.LibrarySet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A backend of ONNX Runtime whose name is reserved and that this version cannot run: listed as
 * unavailable, never missing. It says how far this machine would come: its ladder leads to the
 * driver's devices, and ends at the backend itself.
 */
final class PendingBackend implements Backend {

  private static final String MESSAGE = "this version of Layerbench has no %s backend";
  private static final String REMEDY = "measure on the cpu backend.";

  private final LibrarySet set;
  private final ActivationType activationType;
  private final Supplier<LibrarySearch> search;
  private final ProbeChild child;
  private final KnownAvailability known = new KnownAvailability();

  PendingBackend(LibrarySet set, ActivationType activationType) {
    this(set, activationType, LibrarySearch::ofThisProcess, DriverProbe.child(set.backend()));
  }

  PendingBackend(
      LibrarySet set,
      ActivationType activationType,
      Supplier<LibrarySearch> search,
      ProbeChild child) {
    this.set = set;
    this.activationType = activationType;
    this.search = search;
    this.child = child;
  }

  @Override
  public String name() {
    return set.backend();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Set.of(Precision.FP32, Precision.FP16, Precision.INT8), activationType, Fp16.NATIVE);
  }

  @Override
  public Availability availability() {
    return known.get(this::find);
  }

  private Availability find() {
    try {
      requireFiles();
    } catch (RungException e) {
      return withoutPromise(e.availability(name()));
    }
    Availability driver = child.climb();
    return driver.isAvailable()
        ? new RungException(Rung.BACKEND_BUILT_IN, MESSAGE.formatted(name()), REMEDY)
            .availability(name())
        : withoutPromise(driver);
  }

  /** Nobody shall fetch libraries or drivers for what cannot run in the end. */
  private Availability withoutPromise(Availability one) {
    return Availability.unavailable(
        name(),
        String.valueOf(one.failedStep()),
        String.valueOf(one.message()),
        one.remedy() + " But " + MESSAGE.formatted(name()) + " yet: " + REMEDY);
  }

  /** ONNX Runtime's own: the system's loader may know where the others are. */
  private void requireFiles() {
    LibrarySearch here = search.get();
    LibrarySet.unpublished(here.platform())
        .ifPresent(
            reason -> {
              throw new RungException(Rung.NATIVES_FOUND, reason, "use another machine.");
            });
    Map<GpuLibrary, Path> found = here.find(set);
    List<GpuLibrary> missing =
        set.runtime().stream().filter(library -> !found.containsKey(library)).toList();
    if (!missing.isEmpty()) {
      throw missing(missing, here);
    }
    for (GpuLibrary library : set.libraries()) {
      Path file = found.get(library);
      if (file != null) {
        LibraryHeader.problem(file, here.platform()).ifPresent(PendingBackend::refuse);
      }
    }
  }

  private static RungException missing(List<GpuLibrary> missing, LibrarySearch here) {
    String names =
        missing.stream()
            .map(library -> library.file(here.platform()))
            .collect(Collectors.joining(", "));
    Path folder = here.folder();
    return new RungException(
        Rung.NATIVES_FOUND,
        folder == null
            ? "there is no folder of GPU libraries"
            : folder.toAbsolutePath() + " has no " + names,
        "`natives --from` unpacks them from the jar of onnxruntime_gpu.");
  }

  private static void refuse(String problem) {
    throw new RungException(
        Rung.NATIVES_FOUND, problem, "unpack the untouched jar again by `natives --from`.");
  }

  @Override
  public ForkSettings forkSettings(@Nullable Path cache) {
    return ForkSettings.NONE;
  }

  @Override
  public String runtimeName() {
    return name();
  }

  @Override
  public String runtimeVersion() {
    throw new UnsupportedOperationException(MESSAGE.formatted(name()));
  }

  @Override
  public Session open(byte[] model, SessionSettings settings) {
    throw new UnsupportedOperationException(MESSAGE.formatted(name()));
  }
}
