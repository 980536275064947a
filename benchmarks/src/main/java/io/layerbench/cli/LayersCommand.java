package io.layerbench.cli;

import io.layerbench.base.Json;
import io.layerbench.run.LayerRow;
import io.layerbench.suite.LayerListing;
import io.layerbench.suite.LayerText;
import io.layerbench.worker.ChildCommand;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.WorkerClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists a model's layers. */
@Command(
    name = "layers",
    description = "Lists a model's layers and glue, as they are timed.",
    mixinStandardHelpOptions = true)
final class LayersCommand implements Callable<Integer> {

  @Mixin private ModelOptions modelOptions = new ModelOptions();

  @Option(names = "--format", defaultValue = "text", description = "text or json. Default: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ModelOptions.ModelFiles files = modelOptions.files();
    Path temporary = TemporaryFolders.create();
    try (WorkerClient worker =
        new WorkerClient(ChildCommand.worker(), temporary.resolve("worker.log"))) {
      List<LayerRow> rows =
          new LayerListing(worker, temporary)
              .list(
                  files.model(),
                  new DataSource(text(files.data()), text(files.dataRoot()), 1),
                  modelOptions.shapeMap(),
                  modelOptions.batch);
      if (format == Format.JSON) {
        out.print(Json.pretty(rows));
      } else {
        LayerText.lines(rows).forEach(out::println);
      }
      out.flush();
      return ExitCodes.OK;
    } finally {
      TemporaryFolders.delete(temporary);
    }
  }

  private static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toAbsolutePath().toString();
  }
}
