package io.layerbench.backend.tensorrt;

import io.layerbench.backend.Driver;
import io.layerbench.backend.ProbeModel;
import io.layerbench.backend.ProbeStep;
import io.layerbench.backend.Rung;
import io.layerbench.backend.RungException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Climbs from a folder of libraries to a TensorRT that can build, for child processes only: loads
 * all libraries into this one.
 *
 * @param wanted the version that the presets were made for, such as "11.2.1"
 */
record Ladder(Libraries libraries, Driver driver, String wanted) {

  /** The CUDA that the libraries are built for. */
  private static final int CUDA = 13;

  /** The steps with libraries, apart from what they are. */
  interface Libraries {

    void requireFiles();

    void load();

    /** The version that the loaded TensorRT says of itself. */
    String version();

    /** Makes a builder and frees it: why it cannot be made, else the empty text. */
    String tryBuilder();

    /** How a small model's result differs from the CPU's; the empty text where they agree. */
    String difference();
  }

  /** With the real libraries of those folders, and the driver that is installed. */
  static Ladder of(NativeLibraries files) {
    return new Ladder(new Loaded(files), Driver.installed(), TensorRt.presetVersion());
  }

  /** As far as engines that were built before can run from. */
  List<ProbeStep> loading() {
    List<ProbeStep> steps = new ArrayList<>();
    steps.add(new ProbeStep(Rung.NATIVES_FOUND, libraries::requireFiles));
    steps.addAll(driver.steps(CUDA));
    steps.add(new ProbeStep(Rung.LIBRARIES_LOAD, libraries::load));
    steps.add(new ProbeStep(Rung.VERSIONS_MATCH, this::requireVersion));
    return steps;
  }

  /** To the top. */
  List<ProbeStep> steps() {
    List<ProbeStep> steps = loading();
    steps.add(new ProbeStep(Rung.BUILDER_CREATES, this::requireBuilder));
    steps.add(ProbeModel.step(libraries::difference, said -> ofOneVersion()));
    return steps;
  }

  private void requireVersion() {
    String found = libraries.version();
    if (!sameApi(found, wanted)) {
      throw new RungException(
          Rung.VERSIONS_MATCH,
          "TensorRT " + found + " was loaded, and " + wanted + " is needed",
          "put TensorRT " + wanted + " into the folder of the libraries.");
    }
  }

  private void requireBuilder() {
    String reason = libraries.tryBuilder();
    if (!reason.isEmpty()) {
      throw new RungException(
          Rung.BUILDER_CREATES,
          reason,
          reason.contains(BuilderResources.PREFIX)
              ? "install TensorRT "
                  + wanted
                  + " in full, and name its lib folder: the redistributable jar has no kernels for"
                  + " this GPU."
              : "TensorRT 11 needs a driver for CUDA 13 (580 or later) and a GPU of the Turing"
                  + " generation or later.");
    }
  }

  private String ofOneVersion() {
    return "the libraries must be those of TensorRT "
        + wanted
        + " and CUDA 13, of one version each.";
  }

  /** True where the first two numbers are the same: within them TensorRT keeps its interface. */
  static boolean sameApi(String one, String other) {
    List<String> first = List.of(one.split("\\.", -1));
    List<String> second = List.of(other.split("\\.", -1));
    return IntStream.range(0, 2)
        .allMatch(
            i ->
                i < first.size()
                    && i < second.size()
                    && Objects.equals(first.get(i), second.get(i)));
  }

  /** The real libraries. */
  private record Loaded(NativeLibraries files) implements Libraries {

    @Override
    public void requireFiles() {
      NativeLibraries.requireFiles(files.nvidia());
    }

    @Override
    public void load() {
      files.loadTensorRt();
      files.loadCuda();
    }

    @Override
    public String version() {
      return TensorRt.libraryVersion();
    }

    @Override
    public String tryBuilder() {
      return new TensorRt().tryBuilder();
    }

    @Override
    public String difference() {
      TensorRt compiler = new TensorRt();
      Cuda cuda = new CudaRuntime();
      return ProbeModel.sessionDifference(
          model -> {
            byte[] plan = compiler.compile(model, new byte[0]).plan();
            return TensorRtSession.open(cuda, () -> compiler.load(plan), false, null);
          });
    }
  }
}
