package io.layerbench.sensitivity;

import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sweep runs: the parts in order, the branches, and how long each tensor is needed. */
final class SweepPlan {

  private final OnnxModel model;
  private final List<Layer> parts;
  private final List<SweepCase> cases;
  private final @Nullable String scored;
  private final Map<String, Layer> byName = new HashMap<>();
  private final Map<Integer, List<String>> lastReads = new HashMap<>();

  /**
   * @param scored the model's output that branches are followed to; null to end each at its unit's
   *     own output
   */
  SweepPlan(OnnxModel model, List<Layer> parts, List<SweepCase> cases, @Nullable String scored) {
    this.model = model;
    this.parts = parts;
    this.cases = cases;
    this.scored = scored;
    parts.forEach(part -> byName.put(part.name(), part));
    Map<String, Integer> last = new LinkedHashMap<>();
    inputs().forEach(input -> last.put(input, -1));
    for (Layer part : parts) {
      part.outputs().forEach(output -> last.put(output, part.index()));
      part.inputs().forEach(input -> last.put(input, part.index()));
    }
    if (scored != null) {
      last.put(scored, parts.size());
    }
    last.forEach(
        (tensor, part) -> lastReads.computeIfAbsent(part, key -> new ArrayList<>()).add(tensor));
  }

  OnnxModel model() {
    return model;
  }

  List<Layer> parts() {
    return parts;
  }

  List<SweepCase> cases() {
    return cases;
  }

  @Nullable String scored() {
    return scored;
  }

  /** The model's inputs. */
  List<String> inputs() {
    return model.graph().inputs().stream().map(ValueInfoProto::getName).toList();
  }

  TensorType type(String tensor) {
    return Objects.requireNonNull(model.graph().type(tensor), tensor);
  }

  /** The tensors that nothing reads after that part. */
  List<String> doneAfter(Layer part) {
    return lastReads.getOrDefault(part.index(), List.of());
  }

  /** The part whose output a case looks at. */
  Layer observed(SweepCase one) {
    return Objects.requireNonNull(byName.get(one.observed()), one.observed());
  }

  /** The branches of those cases, behind the FP32 one. */
  List<Numbering.Branch> branches(List<SweepCase> some) {
    int end = parts.size();
    int last = some.stream().mapToInt(one -> last(one, end)).max().orElse(0);
    List<Numbering.Branch> branches = new ArrayList<>();
    branches.add(new Numbering.Branch(Map.of(), 0, last));
    some.forEach(
        one -> branches.add(new Numbering.Branch(one.layers(), first(one), last(one, end))));
    return branches;
  }

  private int first(SweepCase one) {
    return one.layers().keySet().stream()
        .mapToInt(layer -> Objects.requireNonNull(byName.get(layer), layer).index())
        .min()
        .orElseThrow();
  }

  private int last(SweepCase one, int end) {
    return scored == null ? observed(one).index() : end;
  }

  /** The most bytes of activations that a pass over one sample holds at a time. */
  long peakBytes(List<SweepCase> some) {
    Numbering numbering = new Numbering(branches(some), 1, inputs());
    Map<String, Long> live = new HashMap<>();
    inputs().forEach(input -> live.put(input, (long) Slots.bytes(type(input))));
    long peak = 0;
    for (Layer part : parts) {
      int count = numbering.next(part).count();
      long gathered = 0;
      for (String input : part.inputs()) {
        gathered += (long) Slots.bytes(type(input)) * count;
      }
      for (String output : part.outputs()) {
        live.put(output, (long) Slots.bytes(type(output)) * count);
      }
      long all = live.values().stream().mapToLong(Long::longValue).sum();
      peak = Math.max(peak, all + gathered);
      doneAfter(part).forEach(live::remove);
    }
    return peak;
  }

  /** The parts that some branch of those cases reaches. */
  Set<String> used(List<SweepCase> some) {
    Set<String> used = new HashSet<>();
    int last = branches(some).get(0).lastPart();
    parts.stream().filter(part -> part.index() <= last).forEach(part -> used.add(part.name()));
    return used;
  }
}
