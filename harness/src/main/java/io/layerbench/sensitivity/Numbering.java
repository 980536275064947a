package io.layerbench.sensitivity;

import io.layerbench.onnx.Layer;
import io.layerbench.quantize.Treatment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Value numbering over branches. A branch is one case; an item is one branch on one sample. Each
 * distinct value of a tensor has a number, its slot. A part is run once per distinct pair of
 * treatment and input slots, so whatever branches have in common (all before their first treated
 * layer, a common beginning, an output that no treated layer reaches) is computed once.
 *
 * <p>Items are ordered by branch, and a part's slots by treatment, FP32 first: where each branch
 * begins one layer after the one before, the slots that a part reads are a run from 0 on.
 */
final class Numbering {

  private final List<Branch> branches;
  private final int samples;
  private final Map<String, int[]> slots = new HashMap<>();

  /**
   * @param treatments by layer; empty for FP32
   * @param firstPart the index of the first treated part: what comes before is FP32's
   * @param lastPart the index of the last part that the branch is followed to
   */
  record Branch(Map<String, Treatment> treatments, int firstPart, int lastPart) {}

  /**
   * Keys of one part with one treatment.
   *
   * @param treatment null for FP32
   * @param firstSlot the slot of the first key's outputs; the others follow
   * @param keys the input slots of each key, in the order of the part's inputs
   */
  record Group(@Nullable Treatment treatment, int firstSlot, List<int[]> keys) {}

  /**
   * What one part has to compute.
   *
   * @param groups one per treatment
   * @param count how many slots the part's outputs have
   */
  record Work(List<Group> groups, int count) {}

  /**
   * @param branches the FP32 one first
   * @param inputs the model's inputs, which have a slot per sample
   */
  Numbering(List<Branch> branches, int samples, List<String> inputs) {
    this.branches = branches;
    this.samples = samples;
    int[] own = new int[branches.size() * samples];
    Arrays.setAll(own, item -> item % samples);
    inputs.forEach(input -> slots.put(input, own));
  }

  /** Numbers the outputs of the next part. */
  Work next(Layer part) {
    int[][] inputs =
        part.inputs().stream()
            .map(input -> Objects.requireNonNull(slots.get(input), input))
            .toArray(int[][]::new);
    Map<@Nullable Treatment, Map<List<Integer>, List<Integer>>> found = new LinkedHashMap<>();
    found.put(null, new LinkedHashMap<>());
    for (int branch = 0; branch < branches.size(); branch++) {
      Branch one = branches.get(branch);
      if (one.lastPart() < part.index() || one.firstPart() > part.index()) {
        continue;
      }
      Treatment treatment = one.treatments().get(part.name());
      Map<List<Integer>, List<Integer>> keys =
          found.computeIfAbsent(treatment, key -> new LinkedHashMap<>());
      for (int sample = 0; sample < samples; sample++) {
        int item = branch * samples + sample;
        List<Integer> key = new ArrayList<>(inputs.length);
        for (int[] input : inputs) {
          key.add(input[item]);
        }
        keys.computeIfAbsent(key, items -> new ArrayList<>()).add(item);
      }
    }
    return number(part, found);
  }

  private Work number(
      Layer part, Map<@Nullable Treatment, Map<List<Integer>, List<Integer>>> found) {
    int[] numbers = new int[branches.size() * samples];
    Arrays.fill(numbers, -1);
    List<Group> groups = new ArrayList<>();
    int count = 0;
    for (Map.Entry<@Nullable Treatment, Map<List<Integer>, List<Integer>>> one : found.entrySet()) {
      List<int[]> keys = new ArrayList<>();
      int first = count;
      for (Map.Entry<List<Integer>, List<Integer>> key : one.getValue().entrySet()) {
        for (int item : key.getValue()) {
          numbers[item] = count;
        }
        keys.add(key.getKey().stream().mapToInt(Integer::intValue).toArray());
        count++;
      }
      if (!keys.isEmpty()) {
        groups.add(new Group(one.getKey(), first, keys));
      }
    }
    // A branch that is still FP32's has its values.
    for (int branch = 1; branch < branches.size(); branch++) {
      if (branches.get(branch).firstPart() > part.index()) {
        System.arraycopy(numbers, 0, numbers, branch * samples, samples);
      }
    }
    part.outputs().forEach(output -> slots.put(output, numbers));
    return new Work(groups, count);
  }

  /** The slot of a tensor in a branch, on a sample. */
  int slot(String tensor, int branch, int sample) {
    return Objects.requireNonNull(slots.get(tensor), tensor)[branch * samples + sample];
  }
}
