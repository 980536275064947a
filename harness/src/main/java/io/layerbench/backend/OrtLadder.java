package io.layerbench.backend;

import io.layerbench.natives.GpuLibrary;
import io.layerbench.natives.LibrarySet;
import io.layerbench.natives.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Climbs from ONNX Runtime's GPU libraries to a small model that runs, for child processes only.
 *
 * @param wanted the version of the runtime's classes: with libraries of another one they run
 *     without a word, and differently
 */
record OrtLadder(LibrarySet set, Steps runtime, Driver driver, String wanted) {

  /** What ONNX Runtime's published libraries are built for. */
  private static final int CUDA = 12;

  private static final int DRIVER_TOO_OLD = 35;

  /** As ONNX Runtime says which library is missing, on Linux and on Windows. */
  private static final List<Pattern> MISSING =
      List.of(
          Pattern.compile("with error: (\\S+): cannot open shared object file"),
          Pattern.compile("depends on \"([^\"]+)\" which is missing"));

  private static final Pattern FAILURE = Pattern.compile("CUDA failure (\\d+)");

  /** The steps with the runtime, apart from what it is. */
  interface Steps {

    /**
     * Loads it.
     *
     * @return the version that it says of itself
     */
    String load();

    /** Loads the libraries that the provider links to. */
    void loadLibraries();

    /**
     * Makes a session's options with the provider.
     *
     * @throws BackendException with the runtime's message
     */
    void createProvider();

    /**
     * Runs a small model on the provider and on the CPU.
     *
     * @return how their results differ; the empty text where they agree
     * @throws BackendException with the runtime's message
     */
    String difference();
  }

  List<ProbeStep> steps() {
    List<ProbeStep> steps = new ArrayList<>();
    steps.add(new ProbeStep(Rung.RUNTIME_LOADS, runtime::load));
    steps.add(new ProbeStep(Rung.VERSIONS_MATCH, this::requireVersion));
    steps.addAll(driver.steps(CUDA));
    steps.add(new ProbeStep(Rung.LIBRARIES_LOAD, runtime::loadLibraries));
    steps.add(new ProbeStep(Rung.PROVIDER_CREATES, this::requireProvider));
    steps.add(ProbeModel.step(runtime::difference, this::remedy));
    return steps;
  }

  private void requireVersion() {
    String found = runtime.load();
    if (!found.equals(wanted)) {
      throw new RungException(
          Rung.VERSIONS_MATCH,
          "ONNX Runtime %s was loaded, and %s is needed".formatted(found, wanted),
          "unpack onnxruntime_gpu-%s.jar by `natives --from`.".formatted(wanted));
    }
  }

  private void requireProvider() {
    try {
      runtime.createProvider();
    } catch (BackendException e) {
      String message = String.valueOf(e.getMessage());
      throw new RungException(Rung.PROVIDER_CREATES, message, remedy(message), e);
    }
  }

  /** By what the message names: a library, else an error of CUDA's. */
  private String remedy(String message) {
    for (Pattern pattern : MISSING) {
      Matcher missing = pattern.matcher(message);
      if (missing.find()) {
        return install(missing.group(1));
      }
    }
    Matcher failure = FAILURE.matcher(message);
    if (failure.find() && Integer.parseInt(failure.group(1)) == DRIVER_TOO_OLD) {
      return "the driver is older than the libraries: install a newer one.";
    }
    return "the libraries must be those of CUDA 12, cuDNN 9"
        + (set.equals(LibrarySet.ORT_TENSORRT) ? " and TensorRT 10" : "")
        + "; `natives --list` says which were found.";
  }

  private String install(String file) {
    for (GpuLibrary library : set.libraries()) {
      for (Platform.Os os : List.of(Platform.Os.LINUX, Platform.Os.WINDOWS)) {
        if (library.file(new Platform(os, "x64")).equalsIgnoreCase(file)) {
          return "install %s, and put its folder into CUDA_HOME, %s or the folder of GPU libraries."
              .formatted(library.product(), os == Platform.Os.WINDOWS ? "PATH" : "LD_LIBRARY_PATH");
        }
      }
    }
    return file.startsWith("libcuda.so")
        ? "install NVIDIA's driver."
        : "install what has " + file + " in it.";
  }
}
