package io.layerbench.hostile;

import io.layerbench.base.Csv;
import io.layerbench.suite.SensitivityImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** CSV, here sensitivities that someone else computed. */
final class HostileTables {

  private static final String CSV = "CSV";
  private static final String HASH = "0".repeat(64);
  private static final String HEAD =
      "# model_sha256=" + HASH + ", scheme=x\nlayer,precision,parameters,sensitivity,samples\n";

  private HostileTables() {}

  static List<HostileCase> cases() {
    return List.of(
        table("empty", ""),
        table("another header", HEAD.replace("samples", "sample") + row("a", "0.5")),
        table("a cell too few", HEAD + "a,INT8,10,0.5\n"),
        table("a quote that is never closed", HEAD + "\"a,INT8,10,0.5,5\n"),
        table("NaN", HEAD + row("a", "NaN")),
        table("1e400", HEAD + row("a", "1e400")),
        table("a hexadecimal number", HEAD + row("a", "0x1p3")),
        table("a negative sensitivity", HEAD + row("a", "-1")),
        table("the same case twice", HEAD + row("a", "1") + row("a", "2")),
        table("a layer that the model does not have", HEAD + row("\u001b[31mb", "1")),
        table("a number of 10,000 digits", HEAD + row("a", "1".repeat(10_000))),
        HostileCase.refused(CSV, "500 MB", folder -> read(HostileJson.large(folder, "s.csv"))),
        HostileCase.refused(
            CSV,
            "a pipe (FIFO)",
            folder -> {
              HostileExternalData.pipe(folder.resolve("s.csv"));
              read(folder.resolve("s.csv"));
            }),
        HostileCase.read(CSV, "layers named =1+2, +x, -x, @x: written as text", f -> formulas()));
  }

  static void read(Path file) {
    SensitivityImport.read(file, HASH, Set.of("a"));
  }

  private static HostileCase table(String input, String text) {
    return HostileCase.refused(
        CSV, input, folder -> read(Files.writeString(folder.resolve("s.csv"), text)));
  }

  private static String row(String layer, String value) {
    return layer + ",INT8,10," + value + ",5\n";
  }

  /** What a spreadsheet would execute gets an apostrophe; numbers stay numbers. */
  private static void formulas() throws IOException {
    List<String> names = List.of("=1+2", "+x", "-x", "@x", "\t=1", "-1.5e-3", "+2");
    String text = Csv.text(List.of(), List.of("a", "b", "c", "d", "e", "f", "g"), List.of(names));
    if (!text.contains("'=1+2,'+x,'-x,'@x,'\t=1,-1.5e-3,+2")) {
      throw new AssertionError(text);
    }
    if (!Csv.parse(text, List.of("a", "b", "c", "d", "e", "f", "g"), "")
        .rows()
        .get(0)
        .cells()
        .equals(names)) {
      throw new AssertionError("The names do not come back: " + text);
    }
  }
}
