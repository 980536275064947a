package io.layerbench.benchmarks;

import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.dataset.Items;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.worker.DataSource;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;

/**
 * Which labelled items of a dataset's evaluation a classifier gets right, one by one, for
 * experiments that split them.
 *
 * @param items how many there are, all of them labelled
 * @param hits those whose label is the model's top-1
 */
record ItemHits(int items, BitSet hits) {

  /** Runs a model with one input row at a time over all items. */
  static ItemHits of(OnnxModel model, DataSource data) {
    String output = model.graph().outputs().get(0).getName();
    BitSet hits = new BitSet();
    try (Session session = Backends.named("cpu").open(model.toBytes(), SessionSettings.shared(2))) {
      Items items = data.evaluate(session.inputs(), null, 0);
      for (int i = 0; i < items.size(); i++) {
        Item item = items.get(i);
        TensorData scores =
            Objects.requireNonNull(session.run(item.inputs(), Set.of(output)).get(output), output);
        hits.set(i, top(scores.toFloats()) == item.label().orElseThrow());
      }
      return new ItemHits(items.size(), hits);
    }
  }

  private static int top(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** How many are right. */
  int correct() {
    return hits.cardinality();
  }

  /** How many of some items are right. */
  int correct(BitSet of) {
    BitSet both = (BitSet) hits.clone();
    both.and(of);
    return both.cardinality();
  }

  /** How many are right here and wrong there. */
  int onlyHere(ItemHits there) {
    BitSet only = (BitSet) hits.clone();
    only.andNot(there.hits);
    return only.cardinality();
  }

  /** Points of accuracy that another model loses against this one on some items. */
  double dropPoints(ItemHits other, BitSet of) {
    return 100.0 * (correct(of) - other.correct(of)) / of.cardinality();
  }
}
