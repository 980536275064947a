package io.layerbench.sensitivity;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.TensorType;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Takes a few samples through the model once, with all branches of some cases side by side.
 *
 * <p>A tensor lives from the part that makes it to the last one that reads it, in memory that later
 * tensors use again.
 */
final class SweepPass {

  private final SweepPlan plan;
  private final Map<String, Stage> stages;
  private final List<SweepCase> cases;
  private final List<Item> samples;
  private final Arena arena;
  private final Map<String, Slots> values = new HashMap<>();
  private final Numbering numbering;
  private final CaseMeter[] meters;
  private final DistanceMeter distances = new DistanceMeter();

  SweepPass(
      SweepPlan plan,
      Map<String, Stage> stages,
      List<SweepCase> cases,
      List<Item> samples,
      Arena arena) {
    this.plan = plan;
    this.stages = stages;
    this.cases = cases;
    this.samples = samples;
    this.arena = arena;
    this.numbering = new Numbering(plan.branches(cases), samples.size(), plan.inputs());
    this.meters = cases.stream().map(CaseMeter::new).toArray(CaseMeter[]::new);
  }

  /** What the samples say, in the order of the cases. */
  List<CaseMeter> run() {
    plan.inputs().forEach(this::load);
    int last = plan.branches(cases).get(0).lastPart();
    for (Layer part : plan.parts()) {
      if (part.index() > last) {
        break;
      }
      compute(part);
      observe(part);
      plan.doneAfter(part).forEach(this::free);
    }
    String scored = plan.scored();
    if (scored != null) {
      observeModel(scored);
    }
    List.copyOf(values.keySet()).forEach(this::free);
    return Arrays.asList(meters);
  }

  private void load(String input) {
    Slots slots = allocate(input, samples.size());
    for (int sample = 0; sample < samples.size(); sample++) {
      TensorData target = slots.tensor(sample, 1);
      target.bytes().duplicate().put(samples.get(sample).input(input).bytes().duplicate().rewind());
    }
  }

  private Slots allocate(String tensor, int count) {
    TensorType type = plan.type(tensor);
    Slots slots = new Slots(type, arena.take(Math.multiplyExact(Slots.bytes(type), count)));
    values.put(tensor, slots);
    return slots;
  }

  private void free(String tensor) {
    Slots slots = values.remove(tensor);
    if (slots != null) {
      slots.memory().free();
    }
  }

  private Slots value(String tensor) {
    return Objects.requireNonNull(values.get(tensor), tensor);
  }

  private void compute(Layer part) {
    Stage stage = Objects.requireNonNull(stages.get(part.name()), part.name());
    Numbering.Work work = numbering.next(part);
    part.outputs().forEach(output -> allocate(output, work.count()));
    Map<String, TensorData> one = new LinkedHashMap<>();
    part.inputs().forEach(input -> one.put(input, value(input).tensor(0, 1)));
    stage.tryBatch(one);
    for (Numbering.Group group : work.groups()) {
      int step = stage.isBatched() ? stage.samplesPerCall() : 1;
      for (int key = 0; key < group.keys().size(); key += step) {
        run(stage, group, key, Math.min(group.keys().size(), key + step));
      }
    }
  }

  private void run(Stage stage, Numbering.Group group, int from, int to) {
    Layer part = stage.layer();
    Map<String, TensorData> inputs = new LinkedHashMap<>();
    List<Slots> gathered = new ArrayList<>();
    for (int i = 0; i < part.inputs().size(); i++) {
      String name = part.inputs().get(i);
      int place = i;
      int[] wanted = group.keys().subList(from, to).stream().mapToInt(key -> key[place]).toArray();
      inputs.put(name, input(value(name), wanted, gathered));
    }
    Map<String, TensorData> outputs = new LinkedHashMap<>();
    for (String name : part.outputs()) {
      outputs.put(name, value(name).tensor(group.firstSlot() + from, to - from));
    }
    stage.run(group.treatment(), inputs, outputs);
    gathered.forEach(slots -> slots.memory().free());
  }

  /** Those slots as one tensor: where they lie if they follow each other, else gathered. */
  private TensorData input(Slots slots, int[] wanted, List<Slots> gathered) {
    boolean consecutive = true;
    for (int i = 1; i < wanted.length; i++) {
      consecutive &= wanted[i] == wanted[0] + i;
    }
    if (consecutive) {
      return slots.tensor(wanted[0], wanted.length);
    }
    Slots target = new Slots(slots.type(), arena.take(Slots.bytes(slots.type()) * wanted.length));
    gathered.add(target);
    for (int i = 0; i < wanted.length; i++) {
      slots.copy(wanted[i], target, i);
    }
    return target.tensor(0, wanted.length);
  }

  private void observe(Layer part) {
    List<Integer> observing = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      if (plan.observed(cases.get(i)).index() == part.index()) {
        observing.add(i);
      }
    }
    if (observing.isEmpty()) {
      return;
    }
    Slots slots = value(part.output());
    for (int sample = 0; sample < samples.size(); sample++) {
      List<Distance> found =
          distances("layer (" + part.name() + ")", part.output(), slots, sample, observing);
      for (int i = 0; i < found.size(); i++) {
        meters[observing.get(i)].own(found.get(i));
      }
    }
  }

  private void observeModel(String scored) {
    Slots slots = value(scored);
    boolean classifies = Classifier.isOne(slots.type());
    List<Integer> all = IntStream.range(0, meters.length).boxed().toList();
    for (int sample = 0; sample < samples.size(); sample++) {
      List<Distance> found = distances("the model (" + scored + ")", scored, slots, sample, all);
      for (int i = 0; i < meters.length; i++) {
        meters[i].model(found.get(i));
      }
      if (classifies) {
        classify(scored, slots, sample);
      }
    }
  }

  private void classify(String scored, Slots slots, int sample) {
    Classifier fp32 = new Classifier(slots.floats(numbering.slot(scored, 0, sample)));
    for (int i = 0; i < meters.length; i++) {
      FloatBuffer own = slots.floats(numbering.slot(scored, i + 1, sample));
      meters[i].predicted(fp32.against(new Classifier(own), samples.get(sample).label()));
    }
  }

  /** How far those cases' values of a tensor are from FP32's on a sample. */
  private List<Distance> distances(
      String what, String tensor, Slots slots, int sample, List<Integer> of) {
    List<FloatBuffer> own = new ArrayList<>(of.size());
    for (int i : of) {
      own.add(slots.floats(numbering.slot(tensor, i + 1, sample)));
    }
    try {
      return distances.distances(slots.floats(numbering.slot(tensor, 0, sample)), own);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "The output of %s is not finite on sample (%s)."
              .formatted(what, samples.get(sample).id()),
          "the model or the sample holds NaN or infinite values.",
          e);
    }
  }
}
