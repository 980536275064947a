package io.layerbench.assignment;

import java.util.ArrayList;
import java.util.List;

/**
 * Extends labels from the start to the end of a graph, stage by stage: a label is a way to a state
 * with its costs in some dimensions. Those that another of the same state beats are left out, and
 * those that a bound rules out.
 */
final class LabelSweep {

  /** Says what can come of a way that a sweep is about to extend. */
  interface Bound {

    /**
     * The least objective of any path that begins so; infinite where none is wanted.
     *
     * @param boundary how many stages the way has passed
     * @param state where it is
     * @param way how it came there
     */
    double of(int boundary, int state, Way way);
  }

  /** A way: a label, extended by an arc. */
  interface Way {

    /** Its costs, in the labels' dimensions; but for the first, a bound may raise them. */
    double[] values();

    /**
     * Its options by stage, in an array as long as there are stages.
     *
     * @param boundary how many stages it has passed
     */
    int[] options(int boundary);
  }

  private final StateGraph graph;
  private final int[] dimensions;
  private final Bound bound;
  private final List<Labels> trail = new ArrayList<>();
  private long kept;
  private double dropped = Double.POSITIVE_INFINITY;

  /**
   * @param dimensions which of the graph's a label has; labels are ordered by the first
   */
  LabelSweep(StateGraph graph, int[] dimensions, Bound bound) {
    this.graph = graph;
    this.dimensions = dimensions;
    this.bound = bound;
  }

  /**
   * Sweeps once.
   *
   * @param width how many labels a boundary keeps at most, those of the lowest bounds
   * @param budget how many labels may be kept in all
   * @return whether the end was reached within the budget
   */
  boolean run(int width, long budget) {
    Labels labels = new Labels(dimensions.length, 1);
    labels.add(new double[dimensions.length], Double.NEGATIVE_INFINITY, -1, -1);
    labels.begin[1] = 1;
    trail.add(labels);
    for (int i = 0; i < graph.size(); i++) {
      Labels next = new Labels(dimensions.length, graph.states(i + 1));
      for (int state = 0; state < graph.states(i + 1); state++) {
        next.begin[state] = next.size;
        new Merge(i, state, labels).into(next);
        if (kept + next.size > budget) {
          return false;
        }
      }
      next.begin[graph.states(i + 1)] = next.size;
      dropped = Math.min(dropped, next.narrow(width));
      kept += next.size;
      labels.trim();
      trail.add(next);
      labels = next;
    }
    return true;
  }

  /** The lowest bound of all labels that the width left no room for. */
  double dropped() {
    return dropped;
  }

  long kept() {
    return kept;
  }

  /** The labels at the end. */
  Labels last() {
    return trail.get(trail.size() - 1);
  }

  /** Sets the options of the way to a label. */
  int[] options(int boundary, int label) {
    int[] options = new int[graph.size()];
    int at = label;
    for (int i = boundary; i > 0; i--) {
      Labels labels = trail.get(i);
      options[i - 1] = graph.stages().get(i - 1).option[labels.arc[at]];
      at = labels.parent[at];
    }
    return options;
  }

  /** The labels of one state: those of the states before it, extended, in ascending order. */
  private final class Merge implements Way {

    private final int boundary;
    private final int state;
    private final Stage stage;
    private final Labels before;
    private final int firstArc;

    /** By incoming arc, the label that is next to be extended. */
    private final int[] cursor;

    private final double[][] next;
    private final double[] least;

    /** Incoming arcs with a next label, the lowest at the root. */
    private final int[] heap;

    private int size;
    private int extending;

    Merge(int stageIndex, int state, Labels before) {
      boundary = stageIndex + 1;
      this.state = state;
      stage = graph.stages().get(stageIndex);
      this.before = before;
      firstArc = stage.begin[state];
      int arcs = stage.begin[state + 1] - firstArc;
      cursor = new int[arcs];
      next = new double[arcs][dimensions.length];
      least = new double[arcs];
      heap = new int[arcs];
      for (int a = 0; a < arcs; a++) {
        cursor[a] = before.begin[stage.from[firstArc + a]];
        if (settle(a)) {
          heap[size] = a;
          up(size++);
        }
      }
    }

    void into(Labels labels) {
      Dominance dominance = new Dominance(dimensions.length);
      while (size > 0) {
        int a = heap[0];
        if (dominance.admits(next[a])) {
          labels.add(next[a], least[a], cursor[a], firstArc + a);
        }
        cursor[a]++;
        if (!settle(a)) {
          heap[0] = heap[--size];
        }
        down();
      }
    }

    /** Moves an arc's cursor to a label that is worth extending; false where none is left. */
    private boolean settle(int a) {
      int arc = firstArc + a;
      int end = before.begin[stage.from[arc] + 1];
      extending = a;
      for (; cursor[a] < end; cursor[a]++) {
        for (int d = 0; d < dimensions.length; d++) {
          next[a][d] = before.values[d][cursor[a]] + stage.costs[dimensions[d]][arc];
        }
        least[a] = bound.of(boundary, state, this);
        if (least[a] < Double.POSITIVE_INFINITY) {
          return true;
        }
      }
      return false;
    }

    @Override
    public double[] values() {
      return next[extending];
    }

    @Override
    public int[] options(int passed) {
      int[] options = LabelSweep.this.options(passed - 1, cursor[extending]);
      options[passed - 1] = stage.option[firstArc + extending];
      return options;
    }

    private boolean isLower(int one, int other) {
      for (int d = 0; d < Math.min(2, dimensions.length); d++) {
        if (next[one][d] != next[other][d]) {
          return next[one][d] < next[other][d];
        }
      }
      return one < other;
    }

    private void up(int from) {
      for (int at = from; at > 0 && isLower(heap[at], heap[(at - 1) / 2]); at = (at - 1) / 2) {
        swap(at, (at - 1) / 2);
      }
    }

    private void down() {
      int at = 0;
      while (2 * at + 1 < size) {
        int child = 2 * at + 1;
        if (child + 1 < size && isLower(heap[child + 1], heap[child])) {
          child++;
        }
        if (isLower(heap[at], heap[child])) {
          return;
        }
        swap(at, child);
        at = child;
      }
    }

    private void swap(int one, int other) {
      int kept = heap[one];
      heap[one] = heap[other];
      heap[other] = kept;
    }
  }
}
