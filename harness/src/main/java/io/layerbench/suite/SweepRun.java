package io.layerbench.suite;

import io.layerbench.base.JsonLines;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.sensitivity.SweepCase;
import io.layerbench.suite.SweepFolder.ShardResult;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Tasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs the cases of a sweep shard by shard, as far as a journal lacks them, and adds the shards up.
 *
 * @param folder whose journal it is
 * @param console shows progress
 * @param items how many samples there are
 * @param workers starts a worker, once per worker
 * @param count how many workers, at least 1
 */
record SweepRun(
    SweepFolder folder, Console console, int items, Supplier<ModelWorker> workers, int count) {

  private static final int SHARD = 16;

  /**
   * All shards together, in the order of the cases.
   *
   * @param journal the shards that are done; the others are added to it
   * @param task makes the task of a shard: its first sample and the one behind its last
   */
  List<PartialSensitivity> sums(
      JsonLines<ShardResult> journal,
      List<SweepCase> cases,
      Function<int[], Tasks.Sensitivity> task)
      throws InterruptedException {
    List<ShardResult> ordered = new ArrayList<>(shards(journal, task).run(workers, count));
    ordered.sort(Comparator.comparingInt(ShardResult::from));
    List<PartialSensitivity> sums = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      int index = i;
      sums.add(
          ordered.stream()
              .map(shard -> shard.partials().get(index))
              .reduce(PartialSensitivity::merge)
              .orElseThrow());
    }
    return sums;
  }

  private SweepShards shards(
      JsonLines<ShardResult> journal, Function<int[], Tasks.Sensitivity> task) {
    List<ShardResult> done = read(journal);
    List<int[]> missing = new ArrayList<>();
    for (int from = 0; from < items; from += SHARD) {
      int begin = from;
      if (done.stream().noneMatch(one -> one.from() == begin)) {
        missing.add(new int[] {from, Math.min(items, from + SHARD)});
      }
    }
    if (!done.isEmpty()) {
      console.line(
          "Resuming in %s: %d of %d shards are done."
              .formatted(folder.path(), done.size(), done.size() + missing.size()));
    }
    return new SweepShards(result -> append(journal, result), console, done, missing, items, task);
  }

  private List<ShardResult> read(JsonLines<ShardResult> journal) {
    try {
      journal.dropTornLine();
      return journal.read();
    } catch (IOException e) {
      throw SweepFolder.unwritable(folder.path(), e);
    }
  }

  private void append(JsonLines<ShardResult> journal, ShardResult result) {
    try {
      journal.append(result);
    } catch (IOException e) {
      throw SweepFolder.unwritable(folder.path(), e);
    }
  }
}
