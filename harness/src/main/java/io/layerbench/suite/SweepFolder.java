package io.layerbench.suite;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.Digests;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import io.layerbench.base.JsonLines;
import io.layerbench.quantize.Scheme;
import io.layerbench.run.SafeNames;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.sensitivity.SensitivityCsv;
import io.layerbench.sensitivity.SensitivityTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a sweep. Its name is made of all that decides the result, so the same command finds
 * what an interrupted one has done.
 */
public final class SweepFolder {

  private static final int DIGITS = 8;

  private final Path path;

  private SweepFolder(Path path) {
    this.path = path;
  }

  /**
   * sweep.json: what the folder's numbers are of.
   *
   * @param modelName the model file's name without its ending
   * @param modelSha256 digest of the model file
   * @param datasetSha256 digest of the dataset; null for random inputs
   * @param scheme how quantization is done
   * @param calibrationSamples how many samples calibrate
   * @param seed of every random choice
   * @param options which sensitivities
   */
  public record Identity(
      String modelName,
      String modelSha256,
      @Nullable String datasetSha256,
      Scheme scheme,
      int calibrationSamples,
      long seed,
      SweepOptions options) {}

  /**
   * What one shard gave: a line of partials.jsonl.
   *
   * @param from its first sample
   * @param to behind its last
   * @param partials in the order of the cases
   */
  public record ShardResult(int from, int to, List<PartialSensitivity> partials) {}

  /** Makes the folder, or opens the one that is there. */
  static SweepFolder open(Path parent, Identity identity) {
    String digest = Digests.sha256(Json.line(identity));
    Path path =
        parent.resolve(
            SafeNames.of(identity.modelName())
                + "-"
                + identity.modelSha256().substring(0, DIGITS)
                + "-"
                + digest.substring(0, DIGITS));
    try {
      Files.createDirectories(path);
      SweepFolder folder = new SweepFolder(path);
      folder.write("sweep.json", Json.pretty(identity));
      return folder;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** The finished shards. */
  JsonLines<ShardResult> partials() {
    return new JsonLines<>(path.resolve("partials.jsonl"), ShardResult.class);
  }

  /**
   * The finished shards of a compared model, whose content decides the name: another file under the
   * same name begins anew.
   */
  JsonLines<ShardResult> partials(String sha256) {
    return new JsonLines<>(
        path.resolve("partials-" + sha256.substring(0, DIGITS) + ".jsonl"), ShardResult.class);
  }

  /** The finished shards of the mixtures, which the rows before them decide. */
  JsonLines<ShardResult> mixturePartials() {
    return new JsonLines<>(path.resolve("partials-mixtures.jsonl"), ShardResult.class);
  }

  /** calibration.json. */
  Path calibration() {
    return path.resolve("calibration.json");
  }

  void write(String name, String text) {
    try {
      AtomicFiles.write(path.resolve(name), text);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  void write(SensitivityTable table) {
    write("sensitivity.csv", SensitivityCsv.text(table));
    write("sensitivity.json", Json.pretty(table));
  }

  static EnvironmentException unwritable(Path path, IOException e) {
    return new EnvironmentException(
        "The folder " + path + " cannot be written (" + IoReason.of(e) + ").",
        "name another one with --output.",
        e);
  }
}
