package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.ILayer;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.ITensor;
import org.bytedeco.tensorrt.nvonnxparser.IParser;

/**
 * A strongly typed network from an ONNX file: every tensor has the type that the file says, and
 * TensorRT chooses none.
 */
final class ParsedNetwork implements AutoCloseable {

  private final INetworkDefinition network;

  /** Holds the weights that the network points to. */
  private final BytePointer bytes;

  private ParsedNetwork(INetworkDefinition network, BytePointer bytes) {
    this.network = network;
    this.bytes = bytes;
  }

  /**
   * @throws BackendException with what the parser said, where it refuses the model
   */
  static ParsedNetwork of(IBuilder builder, Logger logger, MessageLog log, byte[] onnx) {
    log.clear();
    // From 11 on every network is strongly typed; the flag that asked for it is deprecated.
    INetworkDefinition network = builder.createNetworkV2(0);
    if (network == null) {
      throw new BackendException(log.reason());
    }
    BytePointer bytes = new BytePointer(onnx.length).put(onnx);
    ParsedNetwork parsed = new ParsedNetwork(network, bytes);
    // The parser has no destructor that Java can call; it lives as long as the process.
    IParser parser = nvonnxparser.createParser(network, logger);
    if (parser == null || !parser.parse(bytes, onnx.length)) {
      parsed.close();
      throw new BackendException(log.reason());
    }
    return parsed;
  }

  INetworkDefinition network() {
    return network;
  }

  /** All layers in the order of the file, constants among them. */
  List<NetworkLayer> layers() {
    List<NetworkLayer> layers = new ArrayList<>();
    for (int i = 0; i < network.getNbLayers(); i++) {
      ILayer layer = network.getLayer(i);
      List<NetworkLayer.Edge> inputs = new ArrayList<>();
      for (int k = 0; k < layer.getNbInputs(); k++) {
        add(inputs, layer.getInput(k));
      }
      List<NetworkLayer.Edge> outputs = new ArrayList<>();
      for (int k = 0; k < layer.getNbOutputs(); k++) {
        add(outputs, layer.getOutput(k));
      }
      layers.add(
          new NetworkLayer(layer.getName(), plain(layer.getType().intern()), inputs, outputs));
    }
    return layers;
  }

  private static void add(List<NetworkLayer.Edge> edges, ITensor tensor) {
    if (tensor != null) {
      edges.add(new NetworkLayer.Edge(tensor.getName(), plain(tensor.getType().intern())));
    }
  }

  /** Without the "k" of NVIDIA's constants. */
  private static String plain(Enum<?> constant) {
    return constant.name().substring(1);
  }

  @Override
  public void close() {
    NativeObjects.delete(network);
    bytes.close();
  }
}
