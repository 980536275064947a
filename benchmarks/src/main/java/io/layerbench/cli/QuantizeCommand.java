package io.layerbench.cli;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.ranking.Plan;
import io.layerbench.ranking.PlanJson;
import io.layerbench.suite.QuantizeJob;
import io.layerbench.suite.Workbench;
import io.layerbench.worker.ChildCommand;
import io.layerbench.worker.WorkerClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a model of another precision. */
@Command(
    name = "quantize",
    description = "Makes a model of another precision, and measures nothing.",
    mixinStandardHelpOptions = true)
final class QuantizeCommand implements Callable<Integer> {

  @Mixin private BenchArguments arguments = new BenchArguments();

  @Option(
      names = "--precision",
      defaultValue = "int8",
      description =
          "int8, int8-dynamic (activations are quantized as they come, no calibration) or fp16. Default: int8.")
  private String precision = "int8";

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "A plan.json with a precision per layer; it counts instead of --precision.")
  private @Nullable Path plan;

  @Option(
      names = "--output",
      paramLabel = "F",
      description = "The file to write. Default: the model's name and the precision, here.")
  private @Nullable Path output;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    TerminalConsole console = new TerminalConsole(spec.commandLine().getErr(), arguments.quiet);
    String variant = variant();
    Plan given = plan == null ? null : PlanJson.read(plan);
    Workbench.Request request = arguments.request(console);
    Path target = target(request.files().model(), given == null ? variant : "mixed");
    Path temporary = TemporaryFolders.create();
    try (WorkerClient worker =
        new WorkerClient(ChildCommand.worker(), temporary.resolve("worker.log"))) {
      Workbench bench = new Workbench(request, worker, console, temporary);
      print(new QuantizeJob(bench).write(variant, given, target), target, console, out);
      return ExitCodes.OK;
    } finally {
      TemporaryFolders.delete(temporary);
    }
  }

  private String variant() {
    if (precision.equals(QuantizeJob.DYNAMIC)) {
      return precision;
    }
    Precision parsed = Precision.parse(precision);
    if (!parsed.executable() || parsed == Precision.FP32) {
      throw new UsageException(
          "No model is made in (" + precision + ").", "choose int8, int8-dynamic or fp16.");
    }
    return parsed.id();
  }

  private Path target(Path model, String suffix) {
    if (output != null) {
      return output;
    }
    String name = String.valueOf(model.getFileName()).replaceFirst("\\.onnx$", "");
    return Path.of(name + "-" + suffix + ".onnx");
  }

  private static void print(
      QuantizeJob.Result result, Path target, TerminalConsole console, PrintWriter out) {
    result.warnings().forEach(console::warning);
    result.left().forEach((layer, why) -> console.line("%s stays FP32: %s".formatted(layer, why)));
    out.println(
        String.format(
            Locale.ROOT,
            "%s: %d layers changed, %d left; %.3f MB instead of %.3f MB.",
            target,
            result.changed(),
            result.left().size(),
            result.bytes() / 1e6,
            result.bytesBefore() / 1e6));
    out.flush();
  }
}
