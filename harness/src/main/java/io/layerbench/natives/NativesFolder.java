package io.layerbench.natives;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of GPU libraries. A folder that the user named is taken even where it does not exist,
 * so that a typing error is seen; the others are taken where they exist.
 *
 * @param path the folder
 * @param source how it was chosen, for people
 */
public record NativesFolder(Path path, String source) {

  /** Names the folder; the option --gpu-natives sets it. */
  public static final String PROPERTY = "layerbench.gpu.natives";

  /** Names the folder. */
  public static final String VARIABLE = "LAYERBENCH_GPU_NATIVES";

  private static final String BESIDE = "natives";

  /** The first hit; empty where there is none. */
  public static Optional<NativesFolder> find() {
    return find(System.getProperty(PROPERTY), System.getenv(), Platform.current(), jarFolder());
  }

  static Optional<NativesFolder> find(
      @Nullable String property,
      Map<String, String> environment,
      Platform platform,
      @Nullable Path jarFolder) {
    if (isSet(property)) {
      return Optional.of(new NativesFolder(Path.of(property), "--gpu-natives or -D" + PROPERTY));
    }
    String variable = environment.get(VARIABLE);
    if (isSet(variable)) {
      return Optional.of(new NativesFolder(Path.of(variable), "the variable " + VARIABLE));
    }
    return places(environment, platform, jarFolder).stream()
        .filter(place -> Files.isDirectory(place.path()))
        .findFirst();
  }

  /** Where is looked when nothing is named, in order. */
  private static List<NativesFolder> places(
      Map<String, String> environment, Platform platform, @Nullable Path jarFolder) {
    List<NativesFolder> places = new ArrayList<>();
    if (jarFolder != null) {
      places.add(new NativesFolder(jarFolder.resolve(BESIDE), "beside the jar"));
    }
    places.add(new NativesFolder(cache(environment, platform), "the user's cache"));
    return places;
  }

  private static Path cache() {
    return cache(System.getenv(), Platform.current());
  }

  /** Where jars are unpacked to: the folder in use, else the user's cache. */
  public static Path target() {
    return find().map(NativesFolder::path).orElseGet(NativesFolder::cache);
  }

  static Path cache(Map<String, String> environment, Platform platform) {
    Path home = Path.of(System.getProperty("user.home", "."));
    Path caches =
        switch (platform.os()) {
          case LINUX -> set(environment, "XDG_CACHE_HOME").orElse(home.resolve(".cache"));
          case WINDOWS ->
              set(environment, "LOCALAPPDATA").orElse(home.resolve("AppData").resolve("Local"));
          case MACOS -> home.resolve("Library").resolve("Caches");
        };
    return caches.resolve("layerbench").resolve("natives");
  }

  private static Optional<Path> set(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return isSet(value) ? Optional.of(Path.of(value)) : Optional.empty();
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  /** The folder of benchmarks.jar; null where classes do not come from a jar. */
  private static @Nullable Path jarFolder() {
    CodeSource source = NativesFolder.class.getProtectionDomain().getCodeSource();
    try {
      Path file = source == null ? null : Path.of(source.getLocation().toURI());
      return file != null && Files.isRegularFile(file) ? file.getParent() : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
