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
import io.layerbench.base.IoReason;
import io.layerbench.dataset.Item;
import io.layerbench.statistics.Midmean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Times whole models by turns, without and under the runtime's profiler. A turn opens the model
 * anew and runs it some times in a row: so only one session's threads are alive, which spin while
 * they wait, and a model finds its own data in the caches, as it does when deployed.
 */
final class InPlaceTask {

  /** Timed runs of a model per turn; under the profiler half as many. */
  private static final int TURN = 10;

  /** Runs after opening that are not timed; the profile has them, too. */
  private static final int PRIMING_RUNS = 5;

  private final Tasks.InPlace task;

  InPlaceTask(Tasks.InPlace task) {
    this.task = task;
  }

  List<Tasks.Placed> run(Progress progress) {
    List<Subject> subjects = task.models().stream().map(Subject::new).toList();
    int turns = Math.max(1, (task.iterations() + TURN - 1) / TURN);
    List<Subject> order = new ArrayList<>(subjects);
    Random random = new Random(task.seed());
    int done = 0;
    for (int turn = 0; turn < turns; turn++) {
      Collections.shuffle(order, random);
      for (Subject subject : order) {
        turn(subject);
        progress.at(++done, turns * subjects.size());
      }
    }
    return subjects.stream().map(Subject::result).toList();
  }

  private void turn(Subject subject) {
    if (subject.failure != null) {
      return;
    }
    int runs = Math.min(TURN, task.iterations());
    try {
      byte[] model = Files.readAllBytes(Path.of(subject.model.file()));
      Backend backend = Backends.named(subject.model.backend());
      try (Session plain = backend.open(model, SessionSettings.deployed(task.threads()))) {
        time(plain, runs, subject.wholeNanos);
      }
      subject.add(profile(backend, model, Math.max(1, runs / 2), subject.profiledNanos));
    } catch (BackendException e) {
      subject.failure = e.getMessage();
    } catch (IOException e) {
      throw new EnvironmentException(
          "The files of %s cannot be read or written (%s)."
              .formatted(subject.model.file(), IoReason.of(e)),
          "check the disk.",
          e);
    }
  }

  private List<GraphKernel> profile(Backend backend, byte[] model, int runs, List<Long> nanos)
      throws IOException {
    Path folder = Path.of(task.folder());
    Path graph = folder.resolve("in-place.optimized.onnx");
    SessionSettings settings =
        SessionSettings.inPlace(task.threads(), folder.resolve("in-place"), graph);
    try (Session profiled = backend.open(model, settings)) {
      time(profiled, runs, nanos);
      Path profile = profiled.endProfiling();
      try {
        return OrtGraphProfile.kernels(profile, graph);
      } finally {
        Files.deleteIfExists(profile);
      }
    } finally {
      Files.deleteIfExists(graph);
    }
  }

  private void time(Session session, int times, List<Long> nanos) {
    Item sample =
        ModelInputs.fit(task.data().calibrate(session.inputs(), 1).get(0), session.inputs());
    try (BoundRun run = session.bind(sample.inputs())) {
      for (int i = 0; i < PRIMING_RUNS; i++) {
        run.run();
      }
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        run.run();
        nanos.add(System.nanoTime() - start);
      }
    }
  }

  /** A model with what its turns have given so far. */
  private static final class Subject {

    private final Tasks.Candidate model;
    private final List<Long> wholeNanos = new ArrayList<>();
    private final List<Long> profiledNanos = new ArrayList<>();
    private final Map<String, GraphKernel> kernels = new LinkedHashMap<>();
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();
    private int turns;
    private @Nullable String failure;

    Subject(Tasks.Candidate model) {
      this.model = model;
    }

    void add(List<GraphKernel> turn) {
      turns++;
      for (GraphKernel kernel : turn) {
        kernels.putIfAbsent(kernel.name(), kernel);
        micros.computeIfAbsent(kernel.name(), name -> new ArrayList<>()).add(kernel.micros());
      }
    }

    Tasks.Placed result() {
      if (failure != null) {
        return new Tasks.Placed(model.name(), List.of(), List.of(), List.of(), List.of(), failure);
      }
      List<GraphKernel> all = kernels.values().stream().map(this::overTurns).toList();
      return new Tasks.Placed(model.name(), wholeNanos, profiledNanos, all, byTurn(), null);
    }

    private List<List<Double>> byTurn() {
      if (micros.values().stream().anyMatch(times -> times.size() != turns)) {
        return List.of();
      }
      return IntStream.range(0, turns)
          .mapToObj(turn -> micros.values().stream().map(times -> times.get(turn)).toList())
          .toList();
    }

    private GraphKernel overTurns(GraphKernel kernel) {
      List<Double> times = micros.getOrDefault(kernel.name(), List.of(kernel.micros()));
      return kernel.taking(Midmean.of(times.stream().mapToDouble(value -> value).toArray()));
    }
  }
}
