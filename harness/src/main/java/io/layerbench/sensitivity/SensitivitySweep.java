package io.layerbench.sensitivity;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.dataset.Item;
import io.layerbench.onnx.FreeBatch;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerCutter;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.Treatment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs all cases of a sweep over samples.
 *
 * <p>The model is cut into its parts. Each part is one session in FP32, and each layer one more per
 * treatment, so that weights exist once; no other model is ever made. All cases go through the
 * parts side by side ({@link Numbering}): to the unit's own output a sweep costs one FP32 pass and
 * one pass of every layer per treatment; to the model's output also what follows each treated
 * layer, which is all that differs between the cases.
 */
public final class SensitivitySweep implements AutoCloseable {

  /** What a pass may hold in activations. */
  public static final long DEFAULT_BUDGET = 64L << 20;

  private static final int MOST_SAMPLES = 16;

  private final SweepPlan plan;
  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final List<List<SweepCase>> groups = new ArrayList<>();
  private final Map<String, CaseMeter> meters = new LinkedHashMap<>();
  private final List<Item> waiting = new ArrayList<>();
  private final Arena arena = new Arena();
  private final int samplesPerPass;

  /**
   * What to run, and how.
   *
   * @param cases in the order of {@link SweepCases}
   * @param scored the model's output that is compared; null to stop at each unit's own output
   * @param budget bytes of activations that a pass may hold
   */
  public record Settings(List<SweepCase> cases, @Nullable String scored, long budget) {
    public Settings {
      cases = List.copyOf(cases);
    }
  }

  /**
   * Opens the sessions, each with one thread: several sweeps over shards of the samples use a
   * machine's cores better than several threads in one.
   *
   * @param prepared the FP32 model at batch 1 with all types
   * @param parts all its layers and glue, in order
   * @param simulation makes a layer's model in a treatment
   */
  public SensitivitySweep(
      OnnxModel prepared,
      List<Layer> parts,
      BiFunction<Layer, Treatment, OnnxModel> simulation,
      Backend backend,
      Settings settings) {
    this.plan = new SweepPlan(prepared, parts, settings.cases(), settings.scored());
    split(settings.cases(), settings.budget());
    long peak = groups.stream().mapToLong(plan::peakBytes).max().orElse(1);
    this.samplesPerPass = (int) Math.max(1, Math.min(MOST_SAMPLES, settings.budget() / peak));
    settings.cases().forEach(one -> meters.put(one.id(), new CaseMeter(one)));
    Map<String, Set<Treatment>> wanted = treatments(settings.cases());
    Set<String> used = plan.used(settings.cases());
    for (Layer part : parts) {
      if (used.contains(part.name())) {
        stages.put(part.name(), stage(prepared, part, backend));
        for (Treatment treatment : wanted.getOrDefault(part.name(), Set.of())) {
          addTreatment(part, treatment, simulation.apply(part, treatment), backend);
        }
      }
    }
  }

  /** Halves the cases until a pass of one sample fits into the budget. */
  private void split(List<SweepCase> cases, long budget) {
    if (cases.size() > 1 && plan.peakBytes(cases) > budget) {
      split(cases.subList(0, cases.size() / 2), budget);
      split(cases.subList(cases.size() / 2, cases.size()), budget);
    } else if (!cases.isEmpty()) {
      groups.add(List.copyOf(cases));
    }
  }

  private static Map<String, Set<Treatment>> treatments(List<SweepCase> cases) {
    Map<String, Set<Treatment>> wanted = new HashMap<>();
    for (SweepCase one : cases) {
      one.layers()
          .forEach(
              (layer, treatment) ->
                  wanted.computeIfAbsent(layer, key -> new LinkedHashSet<>()).add(treatment));
    }
    return wanted;
  }

  private Stage stage(OnnxModel prepared, Layer part, Backend backend) {
    Map<String, TensorType> types = new HashMap<>();
    OnnxModel cut = LayerCutter.cut(prepared, part);
    part.inputs().forEach(name -> types.put(name, type(cut, name)));
    part.outputs().forEach(name -> types.put(name, type(cut, name)));
    Optional<OnnxModel> free = FreeBatch.of(cut);
    return new Stage(part, types, open(free.orElse(cut), part, backend), free.isPresent());
  }

  private void addTreatment(Layer part, Treatment treatment, OnnxModel simulated, Backend backend) {
    Objects.requireNonNull(stages.get(part.name()))
        .add(treatment, open(FreeBatch.of(simulated).orElse(simulated), part, backend));
  }

  private static TensorType type(OnnxModel model, String tensor) {
    return Objects.requireNonNull(model.graph().type(tensor), tensor);
  }

  private Session open(OnnxModel model, Layer part, Backend backend) {
    return backend.open(
        model.toBytes(),
        SessionSettings.oneOfMany(PartOptimization.of(plan.model().graph(), part)));
  }

  /**
   * Takes one more sample.
   *
   * @throws io.layerbench.base.InvalidInputException when an output is not finite
   */
  public void observe(Item sample) {
    waiting.add(sample);
    if (waiting.size() >= samplesPerPass) {
      flush();
    }
  }

  private void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    for (List<SweepCase> group : groups) {
      List<CaseMeter> seen = new SweepPass(plan, stages, group, List.copyOf(waiting), arena).run();
      for (int i = 0; i < seen.size(); i++) {
        Objects.requireNonNull(meters.get(group.get(i).id())).add(seen.get(i));
      }
    }
    waiting.clear();
  }

  /** What the samples so far say, in the order of the cases. */
  public List<PartialSensitivity> partials() {
    flush();
    List<PartialSensitivity> partials = new ArrayList<>();
    for (SweepCase one : plan.cases()) {
      partials.add(Objects.requireNonNull(meters.get(one.id())).partial(parameters(one)));
    }
    return partials;
  }

  private long parameters(SweepCase one) {
    long parameters =
        plan.parts().stream()
            .filter(part -> one.own().contains(part.name()))
            .mapToLong(Layer::parameterCount)
            .sum();
    return Math.max(1, parameters);
  }

  @Override
  public void close() {
    stages.values().forEach(Stage::close);
  }
}
