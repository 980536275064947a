package io.layerbench.worker;

import io.layerbench.base.Json;
import io.layerbench.worker.WorkerProtocol.Reply;
import io.layerbench.worker.WorkerProtocol.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The worker process: answers requests from standard input until it ends, which it does when its
 * parent dies.
 */
public final class WorkerMain {

  private final ModelWorker worker = new InProcessWorker();
  private final PrintStream out;

  private WorkerMain(PrintStream out) {
    this.out = out;
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    WorkerMain main = new WorkerMain(out);
    // A task may run for minutes without reading its input: the parent's death must end it all the
    // same.
    ParentWatch.start();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        main.answer(line);
      }
    }
  }

  private void answer(String line) {
    Reply reply;
    try {
      Request request = Json.parse(line, Request.class, "the parent's request");
      reply = Reply.result(Json.line(perform(request)));
    } catch (RuntimeException | OutOfMemoryError e) {
      // The task's border: whatever went wrong is the parent's to report, and the next task may
      // fare better.
      e.printStackTrace();
      reply = Reply.failure(e);
    }
    send(reply);
  }

  private Object perform(Request request) {
    Progress progress = (done, total) -> send(Reply.progress(done, total));
    return switch (request.task()) {
      case "runtimeVersion" -> worker.runtimeVersion(argument(request, Tasks.RuntimeVersion.class));
      case "prepare" -> worker.prepare(argument(request, Tasks.Prepare.class));
      case "capture" -> worker.capture(argument(request, Tasks.Capture.class));
      case "expect" -> worker.expect(argument(request, Tasks.Expect.class));
      case "calibrate" -> worker.calibrate(argument(request, Tasks.Calibrate.class), progress);
      case "sensitivity" ->
          worker.sensitivity(argument(request, Tasks.Sensitivity.class), progress);
      case "evaluate" -> worker.evaluate(argument(request, Tasks.Evaluate.class), progress);
      case "noise" -> worker.noise(argument(request, Tasks.Noise.class), progress);
      case "inPlace" -> worker.inPlace(argument(request, Tasks.InPlace.class), progress);
      default -> throw new IllegalArgumentException("unknown task (" + request.task() + ")");
    };
  }

  private static <T> T argument(Request request, Class<T> type) {
    return Json.parse(request.argument(), type, "the argument of " + request.task());
  }

  private void send(Reply reply) {
    out.println(WorkerProtocol.MARKER + Json.line(reply));
  }
}
