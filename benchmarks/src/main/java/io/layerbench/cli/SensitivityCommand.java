package io.layerbench.cli;

import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.quantize.Operands;
import io.layerbench.sensitivity.Mode;
import io.layerbench.sensitivity.SensitivityRow;
import io.layerbench.sensitivity.SensitivityTable;
import io.layerbench.sensitivity.UnitKind;
import io.layerbench.suite.ComparisonText;
import io.layerbench.suite.SweepComparison;
import io.layerbench.suite.SweepJob;
import io.layerbench.suite.SweepOptions;
import io.layerbench.suite.SweepText;
import io.layerbench.suite.Workbench;
import io.layerbench.worker.ChildCommand;
import io.layerbench.worker.ModelWorker;
import io.layerbench.worker.WorkerClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes sensitivities and nothing else. */
@Command(
    name = "sensitivity",
    description =
        "Computes how much each layer and block suffers from lower precisions; times nothing. The same command goes on after an interruption.",
    mixinStandardHelpOptions = true)
final class SensitivityCommand implements Callable<Integer> {

  private static final String SCOPES = "scopes";

  @Mixin private BenchArguments arguments = new BenchArguments();

  @Option(
      names = "--precision",
      defaultValue = "fp16,int8",
      split = ",",
      description = "What is simulated: fp16, int8, int6, int4. Default: fp16,int8.")
  private List<String> precisions = List.of();

  @Option(
      names = "--mode",
      defaultValue = "only",
      split = ",",
      description =
          "Which layers are quantized: only (the unit's), all-but (all others), first (it and all before it). Default: only.")
  private List<String> modes = List.of();

  @Option(
      names = "--operands",
      defaultValue = "both",
      split = ",",
      description = "What is rounded: both, weights, activations. Default: both.")
  private List<String> operands = List.of();

  @Option(
      names = "--model-output",
      description =
          "Also compare the model's output, and score labels: on the evaluation items instead of the calibration ones.")
  private boolean modelOutput;

  @Option(
      names = "--blocks",
      arity = "0..1",
      fallbackValue = SCOPES,
      split = ",",
      paramLabel = "GLOB",
      description =
          "Also quantize whole blocks: by name scopes (without a value), or by globs of the blocks' names, in which * is anything but dots and slashes.")
  private @Nullable List<String> blocks;

  @Option(
      names = "--blocks-only",
      description = "Leave single layers out: only blocks and the whole model. Needs --blocks.")
  private boolean blocksOnly;

  @Option(
      names = "--mixture",
      paramLabel = "RULE|NAME=PLAN",
      description =
          "Also simulate a mixture: int8+int6+int4 gives the most sensitive third of the blocks (without --blocks, of the layers) INT8, the next INT6, the rest INT4; NAME=plan.json is any plan; may be repeated.")
  private List<String> mixtures = List.of();

  @Option(
      names = "--compare-model",
      paramLabel = "NAME=F",
      description =
          "Also put the layers of this quantized file of the same network in the place of the model's, unit by unit; may be repeated.")
  private List<String> compareModels = List.of();

  @Option(
      names = "--items",
      defaultValue = "all",
      paramLabel = "N|all",
      description = "How many items to run. Default: all.")
  private String items = "all";

  @Option(
      names = "--workers",
      description = "Processes that share the items. Default: as many as threads.")
  private @Nullable Integer workers;

  @Option(
      names = "--output",
      defaultValue = "sensitivity",
      paramLabel = "DIR",
      description = "Where sweeps go, each in a folder of its own. Default: sensitivity.")
  private Path output = Path.of("sensitivity");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    TerminalConsole console = new TerminalConsole(spec.commandLine().getErr(), arguments.quiet);
    SweepOptions options = options();
    int count = workers == null ? arguments.threads() : workers;
    if (count < 1) {
      throw new UsageException("--workers (" + count + ") must be at least 1.", "");
    }
    Map<String, Path> compared = compared(options);
    Workbench.Request request = arguments.request(console);
    if (request.files().data() == null) {
      console.warning("There is no dataset: the numbers are of random inputs. Give --data.");
    }
    Path temporary = TemporaryFolders.create();
    List<WorkerClient> started = new ArrayList<>();
    try {
      ModelWorker first = start(started, temporary);
      Workbench bench = new Workbench(request, first, console, temporary);
      List<SweepComparison> comparisons = new ArrayList<>();
      compared.forEach(
          (name, file) -> comparisons.add(SweepComparison.of(name, file, bench, first, temporary)));
      SweepJob job = new SweepJob(bench, options, console);
      SweepJob.Result result = job.run(output, () -> start(started, temporary), count);
      print(result, console, out);
      for (SweepComparison one : comparisons) {
        one.notes().forEach(console::warning);
        Iterator<WorkerClient> idle = List.copyOf(started).iterator();
        SensitivityTable table =
            job.compare(
                one, result, () -> idle.hasNext() ? idle.next() : start(started, temporary), count);
        print(one, result, table, out);
      }
      return ExitCodes.OK;
    } finally {
      started.forEach(WorkerClient::close);
      TemporaryFolders.delete(temporary);
    }
  }

  private static ModelWorker start(List<WorkerClient> started, Path folder) {
    WorkerClient worker =
        new WorkerClient(ChildCommand.worker(), folder.resolve("worker" + started.size() + ".log"));
    started.add(worker);
    return worker;
  }

  private static void print(SweepJob.Result result, TerminalConsole console, PrintWriter out) {
    List<SensitivityRow> rows = result.table().rows();
    SweepText.lines(rows).forEach(out::println);
    result.findings().forEach(finding -> console.line("Finding: " + finding.text()));
    if (rows.stream().anyMatch(row -> row.kind() == UnitKind.MIXTURE)) {
      out.println("Mixtures: " + result.folder().path().resolve("mixtures.json"));
    }
    out.println("Sensitivities: " + result.folder().path().resolve("sensitivity.csv"));
    out.flush();
  }

  private static void print(
      SweepComparison one, SweepJob.Result result, SensitivityTable table, PrintWriter out) {
    ComparisonText.lines(one.name(), result.table().rows(), table.rows()).forEach(out::println);
    out.println("Comparison: " + result.folder().path().resolve(one.fileName()));
    out.flush();
  }

  private Map<String, Path> compared(SweepOptions options) {
    Map<String, Path> files = CompareOption.files(compareModels);
    if (!files.isEmpty() && !options.precisions().contains(Precision.INT8)) {
      throw new UsageException(
          "--compare-model compares INT8, which is not among the precisions (%s)."
              .formatted(String.join(",", precisions)),
          "add int8 to --precision.");
    }
    return files;
  }

  private SweepOptions options() {
    List<String> globs = blocks == null || blocks.equals(List.of(SCOPES)) ? null : blocks;
    MixtureOption mixed = MixtureOption.parse(mixtures);
    return new SweepOptions(
        precisions.stream().map(Precision::parse).distinct().toList(),
        modes.stream().map(text -> constant("--mode", text, Mode.values())).distinct().toList(),
        operands.stream().map(SensitivityCommand::operands).distinct().toList(),
        !blocksOnly,
        blocks != null,
        globs,
        modelOutput,
        mixed.rules(),
        mixed.plans(),
        itemCount());
  }

  private static Operands operands(String text) {
    return text.equals("both")
        ? Operands.WEIGHTS_AND_ACTIVATIONS
        : constant("--operands", text, Operands.values());
  }

  private static <E extends Enum<E>> E constant(String option, String text, E[] values) {
    return Arrays.stream(values)
        .filter(value -> word(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    option + " (" + text + ") is not known.",
                    "Known are "
                        + String.join(
                            ", ", Arrays.stream(values).map(SensitivityCommand::word).toList())
                        + "."));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private @Nullable Integer itemCount() {
    if (items.equals("all")) {
      return null;
    }
    try {
      return Integer.valueOf(items);
    } catch (NumberFormatException e) {
      throw new UsageException("--items (" + items + ") is neither a number nor \"all\".", "", e);
    }
  }
}
