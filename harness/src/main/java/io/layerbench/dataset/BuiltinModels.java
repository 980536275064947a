package io.layerbench.dataset;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.base.UsageException;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.network.MobileNetV2;
import io.layerbench.onnx.network.ResNet18;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The models that the program carries or builds itself, by the name that is given instead of a
 * file: "builtin:m5" and the reference networks. The latter have seeded weights, so that they have
 * the published latency and size, but no accuracy and no data.
 */
public final class BuiltinModels {

  /** The model that comes with its data. */
  public static final String M5 = "builtin:m5";

  /** ResNet-18 for 224 × 224 images. */
  public static final String RESNET18 = "builtin:resnet18";

  /** MobileNetV2 for 224 × 224 images. */
  public static final String MOBILENETV2 = "builtin:mobilenetv2";

  private static final String PREFIX = "builtin:";

  /** One for all, so that a model's digest is the same on every machine. */
  private static final long SEED = 1;

  private static final Map<String, LongFunction<OnnxModel>> NETWORKS = networks();

  private BuiltinModels() {}

  /**
   * A built-in model's files.
   *
   * @param model the ONNX file
   * @param dataset its dataset.json; null for a model without data
   */
  public record ModelFiles(Path model, @Nullable Path dataset) {}

  private static Map<String, LongFunction<OnnxModel>> networks() {
    Map<String, LongFunction<OnnxModel>> networks = new LinkedHashMap<>();
    networks.put(RESNET18, ResNet18::of);
    networks.put(MOBILENETV2, MobileNetV2::of);
    return networks;
  }

  /** True for a name that means a built-in model, known or not, and no file. */
  public static boolean isName(String model) {
    return model.startsWith(PREFIX);
  }

  /**
   * Writes a model's files into a folder.
   *
   * @param name one of this class's constants
   * @param dir made where it does not exist
   * @throws UsageException where there is no such model; it names those that there are
   * @throws EnvironmentException where the folder cannot be written
   */
  public static ModelFiles write(String name, Path dir) {
    if (name.equals(M5)) {
      BuiltinModel m5 = BuiltinModel.extractTo(dir);
      return new ModelFiles(m5.model(), m5.dataset());
    }
    LongFunction<OnnxModel> network = NETWORKS.get(name);
    if (network == null) {
      throw new UsageException(
          "There is no built-in model (" + name + ").",
          "the built-in models are " + M5 + ", " + String.join(", ", NETWORKS.keySet()) + ".");
    }
    return new ModelFiles(write(network.apply(SEED), dir), null);
  }

  private static Path write(OnnxModel model, Path dir) {
    try {
      Path file = Files.createDirectories(dir).resolve(model.name() + ".onnx");
      AtomicFiles.write(file, model.toBytes());
      return file;
    } catch (IOException e) {
      throw new EnvironmentException(
          "The built-in model cannot be written to (" + dir + ": " + IoReason.of(e) + ").",
          "choose a folder that can be written.",
          e);
    }
  }
}
