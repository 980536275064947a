package io.layerbench.worker;

import io.layerbench.backend.Backend;
import io.layerbench.backend.BackendException;
import io.layerbench.backend.Backends;
import io.layerbench.backend.BoundRun;
import io.layerbench.backend.GraphKernel;
import io.layerbench.backend.OrtGraphProfile;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Times whole models by turns, without and under the runtime's profiler. A model is run a few times
 * in a row, since it finds its own data in the caches then, as it does when deployed.
 */
final class InPlaceTask {

  /** Runs of a model per turn, after {@link #PRIMING_RUNS} that are not timed. */
  private static final int TURN = 10;

  private static final int PRIMING_RUNS = 2;

  private final Tasks.InPlace task;

  InPlaceTask(Tasks.InPlace task) {
    this.task = task;
  }

  List<Tasks.Placed> run(Progress progress) {
    List<Subject> subjects = new ArrayList<>();
    try {
      for (Tasks.Candidate model : task.models()) {
        subjects.add(new Subject(model, Path.of(task.folder()), subjects.size()));
      }
      subjects.forEach(subject -> subject.attempt(this::open));
      int turns = Math.max(1, (task.iterations() + TURN - 1) / TURN);
      List<Subject> order = new ArrayList<>(subjects);
      Random random = new Random(task.seed());
      for (int turn = 0; turn < turns; turn++) {
        Collections.shuffle(order, random);
        order.forEach(subject -> subject.attempt(InPlaceTask::turn));
        progress.at(turn + 1, turns);
      }
      return subjects.stream().map(Subject::result).toList();
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  private void open(Subject subject) throws IOException {
    Backend backend = Backends.named(subject.model.backend());
    byte[] model = Files.readAllBytes(Path.of(subject.model.file()));
    Session plain = backend.open(model, SessionSettings.deployed(task.threads()));
    subject.sessions.add(plain);
    Session profiled =
        backend.open(
            model, SessionSettings.inPlace(task.threads(), subject.prefix, subject.optimized));
    subject.sessions.add(profiled);
    Item item = ModelInputs.fit(task.data().calibrate(plain.inputs(), 1).get(0), plain.inputs());
    subject.bind(item.inputs());
  }

  private static void turn(Subject subject) {
    time(subject.runs.get(0), TURN, subject.wholeNanos);
    time(subject.runs.get(1), TURN / 2, subject.profiledNanos);
  }

  private static void time(BoundRun run, int times, List<Long> nanos) {
    for (int i = 0; i < PRIMING_RUNS; i++) {
      run.run();
    }
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      run.run();
      nanos.add(System.nanoTime() - start);
    }
  }

  /** A model with its two sessions: as deployed, and profiled. */
  private static final class Subject {

    private final Tasks.Candidate model;
    private final Path prefix;
    private final Path optimized;
    private final List<Session> sessions = new ArrayList<>();
    private final List<BoundRun> runs = new ArrayList<>();
    private final List<Long> wholeNanos = new ArrayList<>();
    private final List<Long> profiledNanos = new ArrayList<>();
    private @Nullable String failure;

    Subject(Tasks.Candidate model, Path folder, int index) {
      this.model = model;
      this.prefix = folder.resolve("in-place-" + index);
      this.optimized = folder.resolve("in-place-" + index + ".optimized.onnx");
    }

    void bind(Map<String, TensorData> inputs) {
      sessions.forEach(session -> runs.add(session.bind(inputs)));
    }

    /** An action on something that may fail. */
    interface Action {
      void on(Subject subject) throws IOException;
    }

    /** Does nothing more once the model has failed. */
    void attempt(Action action) {
      if (failure != null) {
        return;
      }
      try {
        action.on(this);
      } catch (BackendException e) {
        failure = e.getMessage();
      } catch (IOException e) {
        throw new EnvironmentException(
            "The model " + model.file() + " cannot be read (" + e + ").", "check the disk.", e);
      }
    }

    Tasks.Placed result() {
      List<GraphKernel> kernels = new ArrayList<>();
      attempt(subject -> kernels.addAll(subject.kernels()));
      return failure == null
          ? new Tasks.Placed(model.name(), wholeNanos, profiledNanos, kernels, null)
          : new Tasks.Placed(model.name(), List.of(), List.of(), List.of(), failure);
    }

    private List<GraphKernel> kernels() throws IOException {
      Path profile = sessions.get(1).endProfiling();
      try {
        return OrtGraphProfile.kernels(profile, optimized);
      } finally {
        Files.deleteIfExists(profile);
        Files.deleteIfExists(optimized);
      }
    }

    void close() {
      closeAll(runs, BoundRun::close);
      closeAll(sessions, Session::close);
    }

    private static <T> void closeAll(List<T> all, Consumer<T> close) {
      all.forEach(close);
      all.clear();
    }
  }
}
