package io.layerbench.cli;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.UsageException;
import io.layerbench.dataset.BuiltinModels;
import io.layerbench.onnx.InputShapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which model, with which data and shapes. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "F",
      description =
          "An ONNX file, or builtin:m5, builtin:resnet18, builtin:mobilenetv2. Default: the built-in M5 with its spoken words.")
  @Nullable Path model;

  @Option(
      names = "--data",
      paramLabel = "D",
      description = "A dataset.json. Without it nothing that needs labels is measured.")
  @Nullable Path data;

  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      description = "The folder that the dataset's files lie in. Default: that of dataset.json.")
  @Nullable Path dataRoot;

  @Option(
      names = "--batch",
      defaultValue = "1",
      description = "Size of a free first dimension. Default: 1.")
  int batch;

  @Option(
      names = "--shape",
      paramLabel = "NAME=1x3x224x224",
      description = "Shape of an input with free dimensions; may be repeated.")
  List<String> shapes = List.of();

  /** The model and data as files; the built-in ones are unpacked into a temporary folder. */
  record ModelFiles(Path model, @Nullable Path data, @Nullable Path dataRoot) {}

  /** The files of a built-in model, unpacked or built into a temporary folder. */
  static ModelFiles builtin(String name) {
    BuiltinModels.ModelFiles builtin = BuiltinModels.write(name, temporaryFolder());
    return new ModelFiles(builtin.model(), builtin.dataset(), null);
  }

  private boolean isBuiltin() {
    return model == null || BuiltinModels.isName(model.toString());
  }

  /** The files, checked to exist. */
  ModelFiles files() {
    if (isBuiltin()) {
      if (data != null) {
        throw new UsageException(
            model == null
                ? "--data (" + data + ") without --model: the built-in model has its own data."
                : "--data (" + data + ") with the built-in model (" + model + ").",
            "name the file of the model that the data is for.");
      }
      return builtin(modelName());
    }
    Path file = Objects.requireNonNull(model);
    check(file, "model");
    if (data != null) {
      check(data, "dataset");
    }
    return new ModelFiles(file, data, dataRoot);
  }

  private static void check(Path file, String what) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "The " + what + " " + file + (Files.exists(file) ? " is no file." : " does not exist."),
          "check the path.");
    }
  }

  private static Path temporaryFolder() {
    Path folder = TemporaryFolders.create();
    TemporaryFolders.deleteAtExit(folder);
    return folder;
  }

  /** The name of the model for run.json. */
  String modelName() {
    if (isBuiltin()) {
      return model == null ? BuiltinModels.M5 : model.toString();
    }
    return String.valueOf(Objects.requireNonNull(model).getFileName());
  }

  /** The name of the dataset for run.json; null for none. */
  @Nullable String dataName() {
    if (modelName().equals(BuiltinModels.M5)) {
      return BuiltinModels.M5;
    }
    return data == null ? null : String.valueOf(data.getFileName());
  }

  /** The shapes by input name. */
  Map<String, List<Long>> shapeMap() {
    Map<String, List<Long>> map = new LinkedHashMap<>();
    for (String text : shapes) {
      Map.Entry<String, long[]> shape = InputShapes.parse(text);
      map.put(shape.getKey(), Arrays.stream(shape.getValue()).boxed().toList());
    }
    return map;
  }
}
