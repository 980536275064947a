package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import io.layerbench.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.EngineCapability;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;

/**
 * A child process in which TensorRT's own parser reads files, without a GPU: prints one JSON object
 * per file.
 */
final class ParseChild {

  private ParseChild() {}

  /**
   * What TensorRT made of one file.
   *
   * @param error empty where it took the model
   * @param buildable whether TensorRT says that it could build the network, as its safety
   *     capability says without a GPU
   */
  record Parsed(String file, String error, boolean buildable, List<NetworkLayer> layers) {}

  /** The folders of NVIDIA's libraries, of the JNI libraries, and of the models. */
  public static void main(String[] arguments) throws IOException {
    new NativeLibraries(Path.of(arguments[0]), Path.of(arguments[1])).loadTensorRt();
    MessageLog log = new MessageLog();
    try (Logger logger = new Logger(log);
        Stream<Path> files = Files.list(Path.of(arguments[2]))) {
      IBuilder builder = nvinfer.createInferBuilder(logger);
      if (builder == null) {
        throw new IllegalStateException(log.reason());
      }
      for (Path file : files.sorted().toList()) {
        System.out.println(Json.line(parse(builder, logger, log, file)));
      }
      NativeObjects.delete(builder);
    }
  }

  private static Parsed parse(IBuilder builder, Logger logger, MessageLog log, Path file)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    try (ParsedNetwork network = ParsedNetwork.of(builder, logger, log, Files.readAllBytes(file))) {
      IBuilderConfig config = builder.createBuilderConfig();
      TensorRt.configure(config);
      config.setEngineCapability(EngineCapability.kSAFETY);
      boolean buildable = builder.isNetworkSupported(network.network(), config);
      NativeObjects.delete(config);
      return new Parsed(name, "", buildable, network.layers());
    } catch (BackendException e) {
      return new Parsed(name, String.valueOf(e.getMessage()), false, List.of());
    }
  }
}
