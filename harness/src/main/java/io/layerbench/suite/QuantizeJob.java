package io.layerbench.suite;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.DynamicQuantizer;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.ranking.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a model of another precision and nothing else. */
public final class QuantizeJob {

  /** The variant whose activations are quantized as they come. */
  public static final String DYNAMIC = "int8-dynamic";

  private final Workbench bench;
  private final Map<String, String> left = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private int changed;

  public QuantizeJob(Workbench bench) {
    this.bench = bench;
  }

  /**
   * What was made.
   *
   * @param changed how many layers have the precision
   * @param left why the others have not, by layer
   * @param warnings what is less than was asked for
   * @param bytes the file's size
   * @param bytesBefore the user's file's size
   */
  public record Result(
      int changed, Map<String, String> left, List<String> warnings, long bytes, long bytesBefore) {}

  /**
   * Writes the model.
   *
   * @param variant fp16, int8 or int8-dynamic; where there is a plan, it counts instead
   */
  public Result write(String variant, @Nullable Plan plan, Path output) {
    OnnxModel made = variant.equals(DYNAMIC) && plan == null ? dynamic() : rewritten(variant, plan);
    try {
      AtomicFiles.write(output, made.toBytes());
      return new Result(
          changed, left, warnings, Files.size(output), Files.size(bench.request().files().model()));
    } catch (IOException e) {
      throw new EnvironmentException(
          "The model " + output + " cannot be written (" + IoReason.of(e) + ").",
          "name another file with --output.",
          e);
    }
  }

  private OnnxModel dynamic() {
    DynamicQuantizer quantizer =
        new DynamicQuantizer(bench.model(), bench.parts(), bench.request().scheme());
    Set<Layer> layers = possible(quantizer::unsupported);
    return quantizer.build(layers.stream().map(Layer::name).collect(Collectors.toSet()));
  }

  private OnnxModel rewritten(String variant, @Nullable Plan plan) {
    CalibrationTables tables = bench.calibrate();
    ModelQuantizer quantizer = bench.quantizer(tables);
    Map<String, Precision> precisions = new LinkedHashMap<>();
    if (plan == null) {
      Precision precision = Precision.parse(variant);
      Function<Layer, Precision> own = layer -> quantizer.precision(layer, precision);
      possible(layer -> obstacle(quantizer, layer, own.apply(layer)))
          .forEach(layer -> precisions.put(layer.name(), own.apply(layer)));
    } else {
      precisions.putAll(plan.layers());
      changed = (int) precisions.values().stream().filter(one -> one != Precision.FP32).count();
    }
    warnings.addAll(quantizer.warnings(precisions));
    return quantizer.build(precisions);
  }

  private static Optional<String> obstacle(
      ModelQuantizer quantizer, Layer layer, Precision precision) {
    return precision == Precision.FP32
        ? Optional.of("the layer options keep it in fp32")
        : quantizer.unsupported(layer, precision);
  }

  private Set<Layer> possible(Function<Layer, Optional<String>> obstacle) {
    Set<Layer> possible = new LinkedHashSet<>();
    for (Layer layer : bench.parts()) {
      if (layer.isRanked()) {
        Optional<String> reason = obstacle.apply(layer);
        if (reason.isEmpty()) {
          possible.add(layer);
        } else {
          left.put(layer.name(), reason.get());
        }
      }
    }
    changed = possible.size();
    return possible;
  }
}
