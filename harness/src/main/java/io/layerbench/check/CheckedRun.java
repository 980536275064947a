package io.layerbench.check;

import io.layerbench.base.InputText;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.run.CaseKind;
import io.layerbench.run.CountedForks;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Termination;
import io.layerbench.run.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run as the checks see it.
 *
 * @param journal all lines of timings.jsonl, in order
 */
record CheckedRun(RunFolder folder, RunRecord record, List<Timing> journal) {

  CheckedRun {
    journal = List.copyOf(journal);
  }

  static CheckedRun of(RunFolder folder) {
    try {
      return new CheckedRun(folder, folder.readRecord(), folder.journal().read());
    } catch (IOException e) {
      throw new InvalidInputException(
          "The journal in " + folder.path() + " cannot be read (" + IoReason.of(e) + ").", "", e);
    }
  }

  /** True where a program made the run that kept all that is checked. */
  boolean isCurrent() {
    return record.formatVersion() == RunRecord.FORMAT_VERSION;
  }

  boolean finished() {
    return record.termination() == Termination.NORMAL;
  }

  /** True where layers were to be timed, and not whole models only. */
  boolean hasLayers() {
    return record.plannedCases().stream().anyMatch(id -> kind(id) == CaseKind.LAYER);
  }

  /** The forks that statistics are made of. */
  List<Timing> counted() {
    return CountedForks.of(journal);
  }

  boolean has(String file) {
    return Files.isRegularFile(folder.file(file));
  }

  /** The names of the run's files. */
  List<String> files() {
    try {
      return folder.files();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The folder " + folder.path() + " cannot be listed (" + IoReason.of(e) + ").", "", e);
    }
  }

  /** The file of a backend, named as the run names them. */
  String name(String stem, String backend, String ending) {
    return backend.equals(record.options().backends().get(0))
        ? stem + ending
        : stem + "-" + backend + ending;
  }

  /** A text file's content. */
  String text(String name) {
    Path file = folder.file(name);
    try {
      return InputText.read(file, Json.MAX_BYTES);
    } catch (IOException e) {
      throw new InvalidInputException(
          "The file " + file + " cannot be read (" + IoReason.of(e) + ").", "", e);
    }
  }

  /** What a case's id says that it times. */
  static CaseKind kind(String id) {
    String[] parts = id.split("/", 4);
    return parts.length > 2 && parts[2].equals("layer") ? CaseKind.LAYER : CaseKind.MODEL;
  }
}
