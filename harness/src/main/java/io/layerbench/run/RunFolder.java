package io.layerbench.run;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.FileTrees;
import io.layerbench.base.HeldFile;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.base.JsonLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A run's folder, and the names of the files in it. */
public final class RunFolder {

  /** Files are named after backends, too. */
  private static final Pattern BACKEND = Pattern.compile("[a-z][a-z0-9-]*");

  /** The report, which alone may be written again when a run is at its end. */
  public static final String REPORT = "report.html";

  private static final String LOCK = "run.lock";

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes a new folder {@code results/<device-id>/<model-name>-<hash8>/<UTC time>/}.
   *
   * @throws EnvironmentException when it cannot be written
   */
  public static RunFolder create(Path results, String deviceId, String model, String time) {
    Path parent = results.resolve(deviceId).resolve(model);
    try {
      Files.createDirectories(parent);
      RunFolder run = new RunFolder(createFree(parent, time));
      run.makeFolders();
      return run;
    } catch (IOException e) {
      throw unwritable(results, e);
    }
  }

  /** Another run may take the same name at the same moment. */
  private static Path createFree(Path parent, String time) throws IOException {
    Path folder = parent.resolve(time);
    for (int i = 2; true; i++) {
      try {
        return Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        folder = parent.resolve(time + "-" + i);
      }
    }
  }

  /**
   * Holds the run for this process while it measures, so that no other one writes to its journal.
   *
   * @throws EnvironmentException when another process does, or where that cannot be known
   */
  public HeldFile hold() {
    try {
      HeldFile file = HeldFile.take(work().resolve(LOCK));
      if (!file.isHeld()) {
        file.close();
        throw new EnvironmentException(
            "The run " + path + " is being made (" + file.holder() + ").",
            "wait until it is done.");
      }
      return file;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /**
   * Checks, before anything is measured, that the results folder can be written.
   *
   * @throws EnvironmentException when not
   */
  public static void checkWritable(Path results) {
    try {
      Files.createDirectories(results);
      Files.delete(Files.createTempFile(results, ".write", ".probe"));
    } catch (IOException e) {
      throw unwritable(results, e);
    }
  }

  private static EnvironmentException unwritable(Path results, IOException e) {
    return new EnvironmentException(
        "The results folder " + results + " cannot be written (" + IoReason.of(e) + ").",
        "name another one with --output.",
        e);
  }

  /**
   * An existing run.
   *
   * @throws InvalidInputException when the folder has no run.json, or holds links, pipes or
   *     devices: a run may come from anywhere, and nothing outside its folder is read or written
   */
  public static RunFolder open(Path folder) {
    if (!Files.isRegularFile(folder.resolve("run.json"))) {
      throw new InvalidInputException(
          "The folder " + folder + " is no run: it has no run.json.",
          "`list` shows the runs; `latest` names the newest.");
    }
    OwnFiles.check(folder);
    return new RunFolder(folder);
  }

  /**
   * Prepares an existing run for more measurements.
   *
   * @return see {@link #hold()}
   */
  public HeldFile reopen() throws IOException {
    makeFolders();
    HeldFile held = hold();
    removeTemporary();
    journal().dropTornLine();
    return held;
  }

  /** Removes what a killed run had not moved into place yet. */
  private void removeTemporary() throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.walk(path)) {
      left = files.filter(file -> file.toString().endsWith(AtomicFiles.SUFFIX)).toList();
    }
    for (Path file : left) {
      Files.delete(file);
    }
  }

  /** Removes the whole run. */
  public void delete() throws IOException {
    FileTrees.delete(path);
  }

  private void makeFolders() throws IOException {
    for (Path folder : List.of(jmh(), logs(), models(), work())) {
      Files.createDirectories(folder);
    }
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** JMH's own JSON. */
  public Path jmh() {
    return path.resolve("jmh");
  }

  /** Logs of what failed. */
  public Path logs() {
    return path.resolve("logs");
  }

  /** The models that were built. */
  public Path models() {
    return path.resolve("models");
  }

  /** Files that only a running run needs. */
  public Path work() {
    return path.resolve("work");
  }

  /**
   * A file of the folder.
   *
   * @throws InvalidInputException where the name leads out of it, as one from a hostile file may
   */
  public Path file(String name) {
    Path whole = path.toAbsolutePath().normalize();
    try {
      if (whole.resolve(name).normalize().startsWith(whole)) {
        return path.resolve(name);
      }
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          "The run %s names a file that cannot be here (%s).".formatted(path, name),
          "it was changed by hand, or made where file names have other letters.",
          e);
    }
    throw new InvalidInputException(
        "The run %s names a file outside its folder (%s).".formatted(path, name),
        "it was changed by hand.");
  }

  /** timings.jsonl: a line per finished fork, in the order of execution. */
  public JsonLines<Timing> journal() {
    return new JsonLines<>(
        path.resolve("timings.jsonl"), Timing.class, OlderRecords::completedTiming);
  }

  /** run.json, read back and checked. */
  public RunRecord readRecord() {
    Path file = path.resolve("run.json");
    String completed = Json.pretty(OlderRecords.completed(Json.read(file, JsonNode.class)));
    RunRecord record = Json.parse(completed, RunRecord.class, file.toString());
    int version = record.formatVersion();
    if (version < RunRecord.OLDEST_VERSION || version > RunRecord.FORMAT_VERSION) {
      throw new InvalidInputException(
          "The run %s has the format version (%d), and this program reads (%d to %d)."
              .formatted(path, version, RunRecord.OLDEST_VERSION, RunRecord.FORMAT_VERSION),
          "use the version of the program that made it.");
    }
    for (String backend : record.options().backends()) {
      if (!BACKEND.matcher(backend).matches()) {
        throw new InvalidInputException(
            "The run %s names a backend (%s) that can be none.".formatted(path, backend),
            "it was changed by hand.");
      }
    }
    return record;
  }

  /**
   * Writes a text file in one step, and makes its folder where there is none.
   *
   * @throws InvalidInputException where a folder has its name
   * @throws EnvironmentException when it cannot be written
   */
  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same of a binary file. */
  public void write(String name, byte[] bytes) {
    Path file = path.resolve(name);
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(
          "The run %s has a folder in place of the file %s.".formatted(path, name),
          "it was changed by hand; remove that folder.");
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFiles.write(file, bytes);
    } catch (IOException e) {
      throw new EnvironmentException(
          "The file %s cannot be written (%s).".formatted(file, IoReason.of(e)),
          "check the disk, and whether the run's folder may be written.",
          e);
    }
  }

  /** Removes what only a running run needs; the resume file last, as long as it is there. */
  public void removeWork() throws IOException {
    FileTrees.delete(work());
    boolean failures;
    try (Stream<Path> logs = Files.list(logs())) {
      failures = logs.findAny().isPresent();
    }
    if (!failures) {
      Files.delete(logs());
    }
    Files.deleteIfExists(path.resolve(ResumeFile.NAME));
  }

  /** The regular files of the folder, relative with forward slashes, sorted. */
  public List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> path.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.startsWith("work/") && !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
