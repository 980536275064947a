package io.layerbench.natives;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is of GPU libraries, and what is missing for which backend.
 *
 * @param folder where was looked first; null where there is no such folder
 * @param source how the folder was chosen; null without one
 * @param unpacked the artifacts with their versions, by folder
 * @param jars jars in the folder that were not unpacked
 * @param backends by backend
 */
public record NativesListing(
    @Nullable String folder,
    @Nullable String source,
    Map<String, String> unpacked,
    List<String> jars,
    List<BackendLibraries> backends) {

  public NativesListing {
    unpacked = Map.copyOf(unpacked);
    jars = List.copyOf(jars);
    backends = List.copyOf(backends);
  }

  /**
   * The libraries of one backend.
   *
   * @param found files by library name
   * @param missing those without which nothing runs, unless the system's loader finds them
   */
  public record BackendLibraries(String backend, Map<String, String> found, List<String> missing) {

    public BackendLibraries {
      found = Map.copyOf(found);
      missing = List.copyOf(missing);
    }
  }

  /** Of this process. */
  public static NativesListing read() {
    NativesFolder folder = NativesFolder.find().orElse(null);
    LibrarySearch search = LibrarySearch.ofThisProcess();
    Map<String, String> unpacked = new TreeMap<>();
    if (folder != null) {
      Unpacker.unpacked(folder.path())
          .forEach(
              (path, jar) -> unpacked.put(path.toString(), jar.artifact() + " " + jar.version()));
    }
    return new NativesListing(
        folder == null ? null : folder.path().toString(),
        folder == null ? null : folder.source(),
        unpacked,
        search.jars().stream().map(Path::toString).toList(),
        LibrarySet.all().stream().map(set -> libraries(set, search)).toList());
  }

  private static BackendLibraries libraries(LibrarySet set, LibrarySearch search) {
    Map<GpuLibrary, Path> found = search.find(set);
    Map<String, String> files = new TreeMap<>();
    found.forEach((library, file) -> files.put(library.file(search.platform()), file.toString()));
    return new BackendLibraries(set.backend(), files, missing(set, search.platform(), found));
  }

  private static List<String> missing(
      LibrarySet set, Platform platform, Map<GpuLibrary, Path> found) {
    List<String> missing = new ArrayList<>();
    for (GpuLibrary library : set.libraries()) {
      if (library.required() && !found.containsKey(library)) {
        missing.add(library.file(platform) + " (" + library.product() + ")");
      }
    }
    return missing;
  }
}
