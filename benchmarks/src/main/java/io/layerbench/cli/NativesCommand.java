package io.layerbench.cli;

import io.layerbench.base.Json;
import io.layerbench.base.UsageException;
import io.layerbench.natives.NativesFolder;
import io.layerbench.natives.NativesListing;
import io.layerbench.natives.Platform;
import io.layerbench.natives.Unpacker;
import io.layerbench.suite.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Unpacks, lists and removes GPU libraries. */
@Command(
    name = "natives",
    description = "Unpacks GPU libraries from Maven's jars, lists them, or removes them.",
    mixinStandardHelpOptions = true)
final class NativesCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      arity = "1..*",
      paramLabel = "JAR",
      description = "Unpack this platform's libraries of these untouched jars.")
  private List<Path> from = List.of();

  @Option(
      names = "--list",
      description = "Say what was found, and what is missing for which backend (the default).")
  private boolean list;

  @Option(names = "--remove", description = "Delete what --from unpacked.")
  private boolean remove;

  @Mixin private GpuNativesOption natives = new GpuNativesOption();

  @Option(names = "--format", defaultValue = "text", description = "text or json. Default: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (remove && (list || !from.isEmpty())) {
      throw new UsageException("--remove with --from or --list.", "give one of them.");
    }
    natives.apply();
    PrintWriter err = spec.commandLine().getErr();
    Unpacker unpacker = new Unpacker(NativesFolder.target(), Platform.current());
    if (remove) {
      unpacker.remove().forEach(folder -> err.println("Removed " + folder));
      err.flush();
      return ExitCodes.OK;
    }
    TerminalConsole console = new TerminalConsole(err, false);
    from.forEach(jar -> unpack(unpacker, jar, console));
    if (list || from.isEmpty()) {
      print(NativesListing.read());
    }
    return ExitCodes.OK;
  }

  private static void unpack(Unpacker unpacker, Path jar, Console console) {
    Path folder;
    try (Console.Bar bar = console.bar("Unpacking", 100)) {
      int[] last = {-1};
      folder =
          unpacker.unpack(
              jar,
              (done, total, file) -> {
                int percent = total == 0 ? 100 : (int) (100 * done / total);
                // The copy tells of every block.
                if (percent != last[0]) {
                  last[0] = percent;
                  bar.at(percent, file);
                }
              });
    }
    console.line("Unpacked " + jar + " into " + folder);
  }

  private void print(NativesListing listing) {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      out.print(Json.pretty(listing));
    } else {
      out.println(
          listing.folder() == null
              ? "No folder of GPU libraries; `natives --from` would fill " + NativesFolder.target()
              : "Folder: " + listing.folder() + " (" + listing.source() + ")");
      new TreeMap<>(listing.unpacked())
          .forEach((folder, what) -> out.println("Unpacked: " + what + " in " + folder));
      listing.jars().forEach(jar -> out.println("Not unpacked: " + jar));
      listing.backends().forEach(one -> print(one, out));
    }
    out.flush();
  }

  private static void print(NativesListing.BackendLibraries one, PrintWriter out) {
    out.printf(
        "Backend %s: %d found, %d missing%n",
        one.backend(), one.found().size(), one.missing().size());
    new TreeMap<>(one.found()).forEach((name, file) -> out.println("  found    " + file));
    one.missing().forEach(name -> out.println("  missing  " + name));
  }
}
