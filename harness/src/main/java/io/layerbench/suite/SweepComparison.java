package io.layerbench.suite;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.LayerPairs;
import io.layerbench.quantize.SubstituteLayers;
import io.layerbench.quantize.Treatment;
import io.layerbench.quantize.WeightDistance;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A model that arrived quantized beside the sweep of the model that it was made from: unit by unit,
 * what it costs to put the file's own weights, biases and scales in the place of the unit, with
 * everything else as it is in FP32.
 *
 * <p>Both sweeps have the same reference, the FP32 model that the user named, so that their errors
 * and accuracy drops stand side by side. The file's own float form would be no such reference: its
 * weights are rounded already.
 */
public final class SweepComparison {

  private static final int DIGITS = 12;

  /** Rounding to 8 bits leaves weights far above it: a tenth of their energy. */
  private static final double RETRAINED_DB = 10;

  private final String name;
  private final Tasks.Prepared prepared;
  private final Map<String, String> pairs = new LinkedHashMap<>();
  private final Map<String, String> left = new LinkedHashMap<>();
  private final List<String> retrained = new ArrayList<>();

  private SweepComparison(String name, Tasks.Prepared prepared) {
    this.name = name;
    this.prepared = prepared;
  }

  /**
   * Prepares and checks the compared model.
   *
   * @param name what it is shown as
   * @param bench the model that it is compared with
   * @param folder where prepared models go, each in a folder of its own
   * @throws InvalidInputException where the file is no quantized model, or of another network: with
   *     fewer than half of the layers paired ({@link LayerPairs})
   */
  public static SweepComparison of(
      String name, Path file, Workbench bench, ModelWorker worker, Path folder) {
    Tasks.Prepared prepared =
        worker.prepare(
            new Tasks.Prepare(
                file.toAbsolutePath().toString(),
                bench.request().shapes(),
                1,
                bench.request().source(),
                ownFolder(folder, name).resolve("prepared.onnx").toString()));
    ArrivedQuantization arrived = ArrivedQuantization.read(quantized(prepared, name));
    if (arrived.given().isEmpty()) {
      throw isFloat(name);
    }
    SweepComparison comparison = new SweepComparison(name, prepared);
    comparison.pair(bench, arrived);
    return comparison;
  }

  private static Path ownFolder(Path folder, String name) {
    try {
      return Files.createDirectories(folder.toAbsolutePath().resolve("compare").resolve(name));
    } catch (IOException e) {
      throw new EnvironmentException(
          "The folder " + folder + " cannot be written (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }

  private static Path quantized(Tasks.Prepared prepared, String name) {
    if (prepared.quantized() == null) {
      throw isFloat(name);
    }
    return Path.of(prepared.quantized());
  }

  private static InvalidInputException isFloat(String name) {
    return new InvalidInputException(
        "The model (%s) to compare with is no quantized one: it has no scales of its own."
            .formatted(name),
        "name a file with QuantizeLinear nodes or integer operators; `run --compare-model` takes any.");
  }

  private void pair(Workbench bench, ArrivedQuantization arrived) {
    OnnxModel other = ModelReader.read(Path.of(prepared.file()));
    List<Layer> layers = LayerSplitter.split(other);
    LayerPairs found = LayerPairs.of(bench.model(), bench.parts(), other, layers);
    int all = found.pairs().size() + found.unpaired().size();
    if (found.pairs().size() * 2 < all || found.pairs().isEmpty()) {
      throw new InvalidInputException(
          "The model (%s) is of another network: only (%d) of (%d) layers have one of the same place, shapes and activation in it."
              .formatted(name, found.pairs().size(), all),
          "compare with a file that was made from this model.");
    }
    pairs.putAll(found.pairs());
    Map<String, Layer> others = new HashMap<>();
    layers.forEach(layer -> others.put(layer.name(), layer));
    SubstituteLayers substitutes =
        new SubstituteLayers(other, layers, arrived.given(), found.pairs());
    for (Layer layer : bench.parts()) {
      if (layer.isRanked()) {
        Optional<String> obstacle = substitutes.obstacle(layer.name());
        obstacle.ifPresent(reason -> left.put(layer.name(), reason));
        Layer counterpart = others.get(pairs.getOrDefault(layer.name(), ""));
        if (counterpart != null
            && WeightDistance.decibels(bench.model(), layer, other, counterpart)
                    .orElse(RETRAINED_DB)
                < RETRAINED_DB) {
          retrained.add(layer.name());
        }
      }
    }
    if (left.size() == all) {
      throw new InvalidInputException(
          "No layer of the model (%s) can be compared: %s."
              .formatted(name, left.values().iterator().next()),
          "name a file whose layers are quantized with their inputs.");
    }
  }

  /** What it is shown as. */
  public String name() {
    return name;
  }

  /** What the table leaves out, and why; and where the file is another training. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    left.forEach(
        (layer, reason) ->
            notes.add(
                "The layer (%s) is FP32 in all rows of (%s): %s.".formatted(layer, name, reason)));
    if (!retrained.isEmpty()) {
      notes.add(
          "The weights of (%d) of (%d) layers of (%s) are not this model's rounded ones (the first: %s): it was trained on. A unit alone then works among weights that it was not trained with; the row of the whole model shows the file."
              .formatted(retrained.size(), pairs.size(), name, retrained.get(0)));
    }
    return notes;
  }

  /** The digest of the compared file. */
  String sha256() {
    return prepared.sha256();
  }

  /** The table's file. */
  public String fileName() {
    return "compare-" + name + ".csv";
  }

  /** What stands for the scheme in the table: the file decides how it is quantized. */
  String scheme() {
    return "arrived-" + prepared.sha256().substring(0, DIGITS);
  }

  boolean permits(String layer, Treatment treatment) {
    return !left.containsKey(layer) && SubstituteLayers.permits(treatment);
  }

  Tasks.Substitute substitute() {
    return new Tasks.Substitute(
        prepared.file(), Objects.requireNonNull(prepared.quantized()), pairs);
  }
}
