package io.layerbench.worker;

import io.layerbench.backend.Backends;
import io.layerbench.base.Json;
import io.layerbench.device.MachineNoise;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.sensitivity.PartialSensitivity;
import io.layerbench.worker.WorkerProtocol.Reply;
import io.layerbench.worker.WorkerProtocol.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker in a child process of its own. It is started at the first task, and again after it died.
 */
public final class WorkerClient implements ModelWorker, AutoCloseable {

  private static final int LOG_TAIL_CHARACTERS = 2_000;

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final Duration limit;
  private @Nullable Process process;
  private @Nullable Writer requests;
  private @Nullable BufferedReader replies;

  /**
   * A worker for the CPU, not yet started.
   *
   * @param command how to start it, see {@link ChildCommand#worker()}
   * @param log where its standard error goes
   */
  public WorkerClient(List<String> command, Path log) {
    this(command, Backends.named("cpu").forkSettings(null).environment(), log);
  }

  /**
   * @param environment the variables that it has besides this process's
   */
  WorkerClient(List<String> command, Map<String, String> environment, Path log) {
    this(command, environment, log, SilenceWatch.limit(System.getenv(SilenceWatch.VARIABLE)));
  }

  /**
   * @param limit how long it may give no sign of life
   */
  WorkerClient(List<String> command, Map<String, String> environment, Path log, Duration limit) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.limit = limit;
  }

  @Override
  public String runtimeVersion(Tasks.RuntimeVersion task) {
    return call("runtimeVersion", task, String.class, Progress.NONE);
  }

  @Override
  public Tasks.Prepared prepare(Tasks.Prepare task) {
    try {
      return attempts("prepare", task, Tasks.Prepared.class, Progress.NONE);
    } catch (WorkerDeath death) {
      throw death.wasKilled() ? death.failure() : death.ofTheModel();
    }
  }

  @Override
  public List<Tasks.CapturedTensor> capture(Tasks.Capture task) {
    return List.of(call("capture", task, Tasks.CapturedTensor[].class, Progress.NONE));
  }

  @Override
  public List<Tasks.CapturedTensor> expect(Tasks.Expect task) {
    return List.of(call("expect", task, Tasks.CapturedTensor[].class, Progress.NONE));
  }

  @Override
  public CalibrationTables calibrate(Tasks.Calibrate task, Progress progress) {
    return call("calibrate", task, CalibrationTables.class, progress);
  }

  @Override
  public List<PartialSensitivity> sensitivity(Tasks.Sensitivity task, Progress progress) {
    return List.of(call("sensitivity", task, PartialSensitivity[].class, progress));
  }

  @Override
  public List<Tasks.Evaluated> evaluate(Tasks.Evaluate task, Progress progress) {
    return List.of(call("evaluate", task, Tasks.Evaluated[].class, progress));
  }

  @Override
  public List<Tasks.Placed> inPlace(Tasks.InPlace task, Progress progress) {
    return List.of(call("inPlace", task, Tasks.Placed[].class, progress));
  }

  @Override
  public MachineNoise noise(Tasks.Noise task, Progress progress) {
    return call("noise", task, MachineNoise.class, progress);
  }

  private <T> T call(String task, Object argument, Class<T> type, Progress progress) {
    try {
      return attempts(task, argument, type, progress);
    } catch (WorkerDeath death) {
      throw death.failure();
    }
  }

  /**
   * Runs a task, a second time where the worker was killed from outside: a task depends on its
   * argument and files alone. One that crashes it would crash it again.
   */
  private synchronized <T> T attempts(
      String task, Object argument, Class<T> type, Progress progress) throws WorkerDeath {
    try {
      return attempt(task, argument, type, progress);
    } catch (WorkerDeath death) {
      if (!death.wasKilled()) {
        throw death;
      }
      return attempt(task, argument, type, progress);
    }
  }

  private <T> T attempt(String task, Object argument, Class<T> type, Progress progress)
      throws WorkerDeath {
    try {
      start();
      Writer writer = Objects.requireNonNull(requests);
      writer.write(Json.line(new Request(task, Json.line(argument))));
      writer.write('\n');
      writer.flush();
      return Json.parse(await(task, progress), type, "the worker's answer to " + task);
    } catch (IOException e) {
      throw died(task);
    }
  }

  private String await(String task, Progress progress) throws IOException, WorkerDeath {
    try (SilenceWatch watch = SilenceWatch.over(Objects.requireNonNull(process), limit)) {
      String answer = answer(progress, watch);
      if (answer != null) {
        return answer;
      }
      if (watch.expired()) {
        end();
        throw WorkerDeath.silent(task, limit);
      }
      throw died(task);
    }
  }

  /** Null where the worker ended without one. */
  private @Nullable String answer(Progress progress, SilenceWatch watch) throws IOException {
    BufferedReader reader = Objects.requireNonNull(replies);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      watch.broken();
      int marker = line.indexOf(WorkerProtocol.MARKER);
      if (marker < 0) {
        continue;
      }
      String json = line.substring(marker + WorkerProtocol.MARKER.length());
      Reply reply = Json.parse(json, Reply.class, "the worker's line");
      if (reply.failure() != null) {
        throw reply.failure().toException();
      }
      if (reply.result() != null) {
        return reply.result();
      }
      if (reply.done() != null && reply.total() != null) {
        progress.at(reply.done(), reply.total());
      }
    }
    return null;
  }

  private void start() throws IOException {
    if (process != null && process.isAlive()) {
      return;
    }
    ChildCommand.checkUnchanged();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process started = builder.start();
    process = started;
    requests = new OutputStreamWriter(started.getOutputStream(), StandardCharsets.UTF_8);
    replies =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
  }

  private WorkerDeath died(String task) {
    return WorkerDeath.of(task, end(), tail());
  }

  /** Sees to it that the worker is gone; null where it did not end by itself in ten seconds. */
  private @Nullable Integer end() {
    Integer exit = null;
    Process dead = process;
    if (dead != null) {
      try {
        exit = dead.waitFor(10, TimeUnit.SECONDS) ? (Integer) dead.exitValue() : null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      dead.destroyForcibly();
    }
    process = null;
    return exit;
  }

  private String tail() {
    try {
      String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARACTERS));
    } catch (IOException | UncheckedIOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
  }

  @Override
  public synchronized void close() {
    Process running = process;
    process = null;
    if (running == null) {
      return;
    }
    try {
      // The end of its standard input ends it.
      running.getOutputStream().close();
      if (!running.waitFor(5, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    } catch (IOException e) {
      running.destroyForcibly();
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
