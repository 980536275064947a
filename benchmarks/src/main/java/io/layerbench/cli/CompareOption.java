package io.layerbench.cli;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.base.UsageException;
import io.layerbench.onnx.ModelReader;
import io.layerbench.ranking.Policies;
import io.layerbench.ranking.Policy;
import io.layerbench.run.ComparedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The models of --compare-model, given as NAME=FILE. */
final class CompareOption {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
  private static final Set<String> TAKEN =
      Stream.concat(
              Arrays.stream(Precision.values()).map(Precision::id),
              Stream.concat(
                  Stream.of("mixed", "int8-dynamic"), Policies.all().stream().map(Policy::name)))
          .collect(Collectors.toUnmodifiableSet());

  private CompareOption() {}

  /** True for what may name a row or a file: letters, digits, dots, dashes and underscores. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * The files by name, checked to exist.
   *
   * @throws UsageException where a text is not NAME=FILE, or a name is taken
   */
  static Map<String, Path> files(List<String> texts) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? "" : text.substring(0, equals);
      if (!isName(name)) {
        throw new UsageException(
            "--compare-model (" + text + ") is not NAME=FILE.",
            "a name has letters, digits, dots, dashes and underscores, 40 at most.");
      }
      if (TAKEN.contains(name)) {
        throw new UsageException(
            "--compare-model: the name (" + name + ") is one of the program's own.",
            "choose another one.");
      }
      Path file = Path.of(text.substring(equals + 1));
      if (!Files.isRegularFile(file)) {
        throw new InvalidInputException(
            "The model " + file + " to compare with does not exist.", "check the path.");
      }
      if (files.put(name, file) != null) {
        throw new UsageException("--compare-model names (" + name + ") twice.", "");
      }
    }
    return files;
  }

  /** What run.json says of the files. */
  static Map<String, ComparedModel> digests(Map<String, Path> files) {
    Map<String, ComparedModel> digests = new LinkedHashMap<>();
    files.forEach((name, file) -> digests.put(name, digest(file)));
    return digests;
  }

  private static ComparedModel digest(Path file) {
    return new ComparedModel(String.valueOf(file.getFileName()), ModelReader.read(file).sha256());
  }
}
