package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what TensorRT's engine inspector says of an engine, by the format that NVIDIA documents
 * ("Engine Inspector" in the TensorRT documentation) and that engines built with detailed verbosity
 * give: {@code {"Layers": [{"Name", "LayerType", "ParameterType", "Inputs", "Outputs", "Metadata"},
 * …]}}. Which ONNX nodes a layer stands for is said by its metadata, "[ONNX Layer: a]" once per
 * node; where that is empty, by its name, which joins names by " + ".
 */
final class EngineLayers {

  private static final Pattern NODE = Pattern.compile("\\[ONNX Layer: ([^\\]]*)\\]");

  /** TensorRT's words for what ONNX has an operator for. */
  private static final Map<String, String> OPERATORS =
      Map.of(
          "convolution", "Conv",
          "deconvolution", "ConvTranspose",
          "matrixmultiply", "MatMul",
          "gemm", "MatMul",
          "reformat", "ReorderInput",
          "quantize", "QuantizeLinear",
          "dequantize", "DequantizeLinear",
          "cast", "Cast");

  private static final List<Map.Entry<String, String>> TYPES =
      List.of(
          Map.entry("int8", "int8"),
          Map.entry("int32", "int32"),
          Map.entry("int64", "int64"),
          Map.entry("half", "float16"),
          Map.entry("fp16", "float16"),
          Map.entry("bool", "bool"),
          Map.entry("float", "float"),
          Map.entry("fp32", "float"));

  // The format is TensorRT's and grows, so this mapper, unlike ours, takes what it finds.
  private static final JsonMapper MAPPER = new JsonMapper();

  private EngineLayers() {}

  /**
   * The layers in the engine's order.
   *
   * @throws BackendException when the text is not what it should be
   */
  static List<EngineLayer> read(String json) {
    JsonNode layers;
    try {
      layers = MAPPER.readTree(json).path("Layers");
    } catch (JacksonException e) {
      throw new BackendException("the engine inspector's text is no JSON: " + e.getMessage(), e);
    }
    if (!layers.isArray()) {
      throw new BackendException("the engine inspector's text has no layers");
    }
    List<EngineLayer> read = new ArrayList<>();
    for (JsonNode layer : layers) {
      read.add(layer(layer));
    }
    return read;
  }

  private static EngineLayer layer(JsonNode layer) {
    // With less than detailed verbosity a layer is its name alone.
    String name = layer.isString() ? layer.asString() : layer.path("Name").asString("");
    return new EngineLayer(
        name,
        operator(layer),
        nodes(name, layer.path("Metadata").asString("")),
        tensors(layer.path("Inputs")),
        tensors(layer.path("Outputs")),
        types(layer.path("Inputs")));
  }

  private static String operator(JsonNode layer) {
    String type = layer.path("LayerType").asString("unknown");
    String parameter = layer.path("ParameterType").asString(type);
    for (String word : List.of(parameter, type)) {
      String known = OPERATORS.get(word.toLowerCase(Locale.ROOT));
      if (known != null) {
        return known;
      }
    }
    return type;
  }

  private static List<String> nodes(String name, String metadata) {
    List<String> nodes = new ArrayList<>();
    Matcher matcher = NODE.matcher(metadata);
    while (matcher.find()) {
      if (!matcher.group(1).isEmpty() && !nodes.contains(matcher.group(1))) {
        nodes.add(matcher.group(1));
      }
    }
    if (nodes.isEmpty() && !name.startsWith("Reformatting CopyNode")) {
      nodes.addAll(List.of(name.split(" \\+ ", -1)));
    }
    return nodes;
  }

  private static List<String> tensors(JsonNode edges) {
    List<String> names = new ArrayList<>();
    edges.forEach(edge -> names.add(edge.path("Name").asString("")));
    return names;
  }

  private static List<String> types(JsonNode edges) {
    List<String> types = new ArrayList<>();
    for (JsonNode edge : edges) {
      String text = edge.path("Format/Datatype").asString("").toLowerCase(Locale.ROOT);
      types.add(
          TYPES.stream()
              .filter(type -> text.contains(type.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse("unknown"));
    }
    return types;
  }
}
