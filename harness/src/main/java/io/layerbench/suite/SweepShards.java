package io.layerbench.suite;

import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.suite.SweepFolder.ShardResult;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The shards of a sweep that are still to be run, and those that have been. */
final class SweepShards {

  private final Consumer<ShardResult> journal;
  private final Console console;
  private final List<ShardResult> done;
  private final ConcurrentLinkedQueue<int[]> missing;
  private final int samples;
  private final Function<int[], Tasks.Sensitivity> task;
  private final AtomicInteger finished;

  /**
   * @param journal keeps a finished shard
   * @param missing first sample and the one behind the last, of each
   * @param samples how many there are in all
   */
  SweepShards(
      Consumer<ShardResult> journal,
      Console console,
      List<ShardResult> done,
      List<int[]> missing,
      int samples,
      Function<int[], Tasks.Sensitivity> task) {
    this.journal = journal;
    this.console = console;
    this.done = new ArrayList<>(done);
    this.missing = new ConcurrentLinkedQueue<>(missing);
    this.samples = samples;
    this.task = task;
    this.finished = new AtomicInteger(done.stream().mapToInt(one -> one.to() - one.from()).sum());
  }

  /** Runs what is missing, each worker shard by shard; every shard is kept as it ends. */
  List<ShardResult> run(Supplier<ModelWorker> workers, int count) throws InterruptedException {
    if (missing.isEmpty()) {
      return done;
    }
    int used = Math.min(count, missing.size());
    ExecutorService threads = Executors.newFixedThreadPool(used);
    try (Console.Bar bar = console.bar("Sensitivity", samples)) {
      bar.at(finished.get(), "");
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < used; i++) {
        ModelWorker worker = workers.get();
        running.add(threads.submit(() -> work(worker, bar)));
      }
      for (Future<?> one : running) {
        await(one);
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }

  private void work(ModelWorker worker, Console.Bar bar) {
    for (int[] shard = missing.poll(); shard != null; shard = missing.poll()) {
      AtomicInteger before = new AtomicInteger();
      Progress progress =
          (now, total) -> {
            int all = finished.addAndGet(now - before.getAndSet(now));
            synchronized (bar) {
              bar.at(all, "");
            }
          };
      List<PartialSensitivity> partials = worker.sensitivity(task.apply(shard), progress);
      keep(new ShardResult(shard[0], shard[1], partials));
    }
  }

  private synchronized void keep(ShardResult result) {
    journal.accept(result);
    done.add(result);
  }

  private static void await(Future<?> task) throws InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
