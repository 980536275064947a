package io.layerbench.natives;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds libraries by their file names: in the folder of natives and below it, then in a CUDA
 * toolkit, in a Python environment, and on the system's library path. What is found nowhere is left
 * to the system's own loader, which knows more places.
 *
 * @param folder null where there is none
 * @param environment this process's variables
 * @param platform whose file names to look for
 */
public record LibrarySearch(
    @Nullable Path folder, Map<String, String> environment, Platform platform) {

  /** JavaCPP's jars have theirs four folders down. */
  private static final int MOST_DEPTH = 6;

  public LibrarySearch {
    environment = Map.copyOf(environment);
  }

  /** From the folder that {@link NativesFolder#find} gives. */
  public static LibrarySearch ofThisProcess() {
    return new LibrarySearch(
        NativesFolder.find().map(NativesFolder::path).orElse(null),
        System.getenv(),
        Platform.current());
  }

  /** The files of a set, each by its library; those that are missing are not in it. */
  public Map<GpuLibrary, Path> find(LibrarySet set) {
    Map<GpuLibrary, Path> found = new EnumMap<>(GpuLibrary.class);
    List<Path> own = folder == null ? List.of() : tree(folder);
    for (GpuLibrary library : set.runtime()) {
      // ONNX Runtime's own come from the natives alone: an installed one has another version.
      named(own, library).ifPresent(file -> found.put(library, file));
    }
    Set<Path> places = places();
    for (GpuLibrary library : set.preloaded()) {
      named(own, library)
          .or(() -> inPlaces(places, library))
          .ifPresent(file -> found.put(library, file));
    }
    return found;
  }

  /** Jars in the folder, which only wait for being unpacked. */
  public List<Path> jars() {
    return folder == null
        ? List.of()
        : tree(folder).stream().filter(file -> file.toString().endsWith(".jar")).toList();
  }

  private Optional<Path> named(List<Path> files, GpuLibrary library) {
    return files.stream().filter(file -> file.endsWith(library.file(platform))).findFirst();
  }

  private Optional<Path> inPlaces(Set<Path> places, GpuLibrary library) {
    return places.stream()
        .map(place -> place.resolve(library.file(platform)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Every file, sorted, so that the first hit is always the same one. */
  private static List<Path> tree(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    try (Stream<Path> files =
        Files.find(
            absolute,
            MOST_DEPTH,
            (file, attributes) -> attributes.isRegularFile() && !isUnfinished(absolute, file),
            FileVisitOption.FOLLOW_LINKS)) {
      return files.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      // A folder that does not exist, or that cannot be read, has nothing in it.
      return List.of();
    }
  }

  private static boolean isUnfinished(Path folder, Path file) {
    return folder.relativize(file).toString().startsWith(Unpacker.TEMPORARY);
  }

  private Set<Path> places() {
    Set<Path> places = new LinkedHashSet<>();
    boolean windows = platform.os() == Platform.Os.WINDOWS;
    for (String name : List.of("CUDA_HOME", "CUDA_PATH")) {
      path(environment.get(name))
          .ifPresent(home -> places.add(home.resolve(windows ? "bin" : "lib64")));
    }
    for (String name : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      path(environment.get(name)).ifPresent(home -> places.addAll(python(home, windows)));
    }
    String list = environment.getOrDefault(windows ? "PATH" : "LD_LIBRARY_PATH", "");
    for (String one : list.split(File.pathSeparator, -1)) {
      path(one).ifPresent(places::add);
    }
    if (!windows) {
      places.add(Path.of("/usr/local/cuda/lib64"));
    }
    return places;
  }

  /** NVIDIA's packages for Python: one folder each, such as nvidia/cublas/lib. */
  private static List<Path> python(Path home, boolean windows) {
    List<Path> folders = new ArrayList<>();
    for (Path version : windows ? List.of(home.resolve("Lib")) : children(home.resolve("lib"))) {
      Path packages = version.resolve("site-packages");
      for (Path one : children(packages.resolve("nvidia"))) {
        folders.add(one.resolve(windows ? "bin" : "lib"));
      }
      folders.add(packages.resolve("tensorrt_libs"));
    }
    return folders;
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList();
    } catch (IOException e) {
      // It does not exist there.
      return List.of();
    }
  }

  private static Optional<Path> path(@Nullable String text) {
    try {
      return text == null || text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
