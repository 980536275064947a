package io.layerbench.report;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Precision;
import io.layerbench.quantize.Symmetry;
import io.layerbench.run.PlanningOptions;
import io.layerbench.run.QuantizationOptions;
import io.layerbench.run.RunOptions;
import io.layerbench.run.RunRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where a run's numbers come from and how to make them again. */
final class Provenance {

  private Provenance() {}

  static List<Labelled> lines(RunRecord run) {
    List<Labelled> lines = new ArrayList<>();
    lines.add(new Labelled("Program", run.tool()));
    lines.add(new Labelled("Commit", run.git()));
    new TreeMap<>(run.versions())
        .forEach((name, version) -> lines.add(new Labelled(name, version)));
    lines.add(new Labelled("Model", Name.sentence(run.modelName())));
    lines.add(new Labelled("Model SHA-256", run.modelSha256()));
    String dataset = run.datasetName();
    lines.add(new Labelled("Dataset", dataset == null ? "none" : Name.sentence(dataset)));
    String digest = run.datasetSha256();
    if (digest != null) {
      lines.add(new Labelled("Dataset SHA-256", digest));
    }
    new TreeMap<>(run.schemes())
        .forEach(
            (backend, scheme) ->
                lines.add(
                    new Labelled(
                        "Scheme on " + backend,
                        "%s: %s%s"
                            .formatted(
                                scheme.digest(),
                                scheme.text(),
                                scheme.foldBatchNorm() ? ", batch norm folded" : ""))));
    lines.add(new Labelled("Started", run.startedUtc()));
    String finished = run.finishedUtc();
    lines.add(new Labelled("Finished", finished == null ? "not yet" : finished));
    lines.add(new Labelled("Ended", run.termination().name().toLowerCase(Locale.ROOT)));
    return lines;
  }

  /** The command line that asks for the same run. */
  static String command(RunOptions options) {
    Command command = new Command();
    if (!options.model().equals("builtin:m5")) {
      command.add("--model", options.model());
      command.add("--data", options.data());
    }
    command.add("--backend", String.join(",", options.backends()));
    command.add(
        "--precision",
        options.precisions().stream().map(Precision::id).collect(Collectors.joining(","))
            + (options.dynamicInt8() ? ",int8-dynamic" : ""));
    command.add("--iterations", options.iterations());
    command.add("--warmup", options.warmup());
    command.add("--forks", options.forks());
    Long limit = options.timeLimitSeconds();
    command.add("--time-limit", limit == null ? null : limit + "s");
    command.add("--threads", options.threads());
    command.add("--batch", options.batch());
    new TreeMap<>(options.shapes())
        .forEach(
            (name, dims) ->
                command.add(
                    "--shape",
                    name
                        + "="
                        + dims.stream().map(String::valueOf).collect(Collectors.joining("x"))));
    add(command, options.quantization());
    add(command, options.planning());
    command.add("--samples", options.samples());
    command.add("--evaluate", options.evaluate() == null ? "all" : options.evaluate());
    command.add("--sensitivity", options.sensitivity());
    command.add("--seed", options.seed());
    command.add("--label", options.label());
    command.add("--layers", options.layers());
    options
        .compareModels()
        .forEach((name, model) -> command.add("--compare-model", name + "=" + model.file()));
    command.add("--energy", options.energy() ? null : "off");
    return command.text();
  }

  private static void add(Command command, QuantizationOptions options) {
    command.add("--calibration", options.calibration().id());
    if (options.perChannel()) {
      command.flag("--per-channel");
    }
    command.add("--reduced-range", options.reducedRange().name().toLowerCase(Locale.ROOT));
    command.add("--weights", options.weights().id());
    ActivationType activations = options.activations();
    command.add(
        "--activations", activations == null ? null : activations.name().toLowerCase(Locale.ROOT));
    Symmetry symmetry = options.activationSymmetry();
    command.add("--activation-symmetry", symmetry == null ? null : symmetry.id());
    if (options.attention()) {
      command.flag("--attention");
    }
    QuantizationOptions.LayerOptions layers = options.layerOptions();
    command.add("--layer-options", layers == null ? null : layers.file());
  }

  private static void add(Command command, PlanningOptions options) {
    PlanningOptions usual = PlanningOptions.defaults();
    command.add("--score", unless(usual.score().name(), options.score().name()));
    command.add(
        "--score-weights",
        unless(usual.score().weights().text(), options.score().weights().text()));
    command.add("--policy", unless(usual.policy(), options.policy()));
    command.add("--share", unless(usual.share(), options.share()));
    options.pins().keepFloat().forEach(glob -> command.add("--keep-float", glob));
    options.pins().forceInt8().forEach(glob -> command.add("--force-int8", glob));
    command.add("--max-drop", options.maxDropPoints());
    command.add("--max-latency", options.budgets().maxLatencyMs());
    command.add("--max-sensitivity", options.budgets().maxSensitivity());
    command.add("--max-size", options.budgets().maxSizeMb());
  }

  private static @Nullable Object unless(Object usual, Object value) {
    return value.equals(usual) ? null : value;
  }

  /** Links to the run's files, with addresses that cannot leave the folder by their form. */
  static List<Labelled> links(List<String> files) {
    return files.stream()
        .map(file -> new Labelled(Name.visible(file), "./" + address(file)))
        .toList();
  }

  private static String address(String file) {
    return Arrays.stream(file.split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  /** Collects options and quotes what a shell would take apart. */
  private static final class Command {

    private final StringBuilder text = new StringBuilder("java -jar benchmarks.jar run");

    void add(String option, @Nullable Object value) {
      if (value != null) {
        text.append(' ').append(option).append(' ').append(quoted(value.toString()));
      }
    }

    void flag(String option) {
      text.append(' ').append(option);
    }

    String text() {
      return Name.visible(text.toString());
    }

    private static String quoted(String value) {
      return value.matches("[A-Za-z0-9_./:=,@%+-]+")
          ? value
          : "'" + value.replace("'", "'\\''") + "'";
    }
  }
}
