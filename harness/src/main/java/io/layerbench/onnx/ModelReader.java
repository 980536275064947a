package io.layerbench.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Reads ONNX files that nobody has checked before.
 *
 * <p>In scope: the file, its external data, the graph's structure. Out of scope: whether each
 * operator's attributes and types are valid, which the inference runtime says better.
 */
public final class ModelReader {

  /** What one serialized protobuf message can hold. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  /** Three levels per nested graph: a node, its attribute, the graph. */
  private static final int MAX_NESTING = 100;

  /** Fields that are not in the schema cannot be checked, and a runtime may know them. */
  private static final Parser<ModelProto> PARSER =
      DiscardUnknownFieldsParser.wrap(ModelProto.parser());

  /** The metadata by which a model gives ONNX Runtime options for its session. */
  private static final String SESSION_OPTIONS = "ort_config";

  private ModelReader() {}

  /**
   * Reads and checks a model; its nodes come out in topological order and each with a name of its
   * own, its external data and sparse constants as plain constants.
   *
   * @throws InvalidInputException where the file, or what it refers to, is missing, damaged, older
   *     than operator set 11, larger than 2 GiB in all, or not to be trusted
   */
  public static OnnxModel read(Path file) {
    try {
      return readWhole(file);
    } catch (OutOfMemoryError e) {
      // A few bytes can announce a thousand times as much; what was read so far is garbage now.
      throw new InvalidInputException(
          "The model (%s) takes more memory than there is (%d MiB)."
              .formatted(file, Runtime.getRuntime().maxMemory() >> 20),
          "give the program more with java -Xmx, or the file is damaged.",
          e);
    }
  }

  private static OnnxModel readWhole(Path file) {
    long size = size(file);
    MessageDigest digest = newDigest();
    ModelProto parsed = withoutInstructions(parse(file, size, digest));
    ModelChecks.structure(parsed, file.toString());
    ModelWalk walk = ModelWalk.of(parsed);
    ModelChecks.refuseCompiled(walk.nodes());
    FunctionChecks.check(parsed);
    walk.sparseTensors().forEach(SparseInitializers::refuseExternal);
    ModelProto model = parsed;
    if (walk.tensors().stream().anyMatch(ExternalData::isExternal)) {
      Path folder =
          Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
      model = new ExternalData(folder, MAX_BYTES - size, digest).load(parsed);
    }
    ModelWalk.of(model).tensors().forEach(TensorChecks::check);
    GraphProto graph = SparseInitializers.densify(model.getGraph());
    ModelChecks.names(graph);
    List<NodeProto> sorted = TopologicalOrder.of(Nodes.withUniqueNames(graph.getNodeList()));
    ModelProto checked =
        model.toBuilder().setGraph(graph.toBuilder().clearNode().addAllNode(sorted)).build();
    return new OnnxModel(
        checked,
        name(file),
        HexFormat.of().formatHex(digest.digest()),
        new Graph(checked.getGraph()));
  }

  /** Without what no step here needs and what would tell a runtime what to do. */
  private static ModelProto withoutInstructions(ModelProto model) {
    ModelProto.Builder plain = model.toBuilder().clearTrainingInfo().clearMetadataProps();
    model.getMetadataPropsList().stream()
        .filter(entry -> !entry.getKey().equals(SESSION_OPTIONS))
        .forEach(plain::addMetadataProps);
    return plain.build();
  }

  private static long size(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          "The model file (%s) does not exist.".formatted(file), "check the path.");
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "The model path (%s) is no regular file.".formatted(file), "name the .onnx file itself.");
    }
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (size == 0) {
      throw new InvalidInputException(
          "The model file (%s) is empty.".formatted(file), "copy or export it again.");
    }
    if (size > MAX_BYTES) {
      throw new InvalidInputException(
          "The model file (%s) has (%d) bytes; the most is (%d).".formatted(file, size, MAX_BYTES),
          "use a smaller model.");
    }
    return size;
  }

  private static ModelProto parse(Path file, long size, MessageDigest digest) {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      CodedInputStream coded = CodedInputStream.newInstance(in, 1 << 16);
      coded.setRecursionLimit(MAX_NESTING);
      coded.setSizeLimit(Integer.MAX_VALUE);
      ModelProto model = PARSER.parseFrom(coded);
      // Without this, a stray end-of-group tag would end the model early and in silence.
      coded.checkLastTagWas(0);
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          "The file (%s, %d bytes) is no ONNX model, or is damaged or cut short."
              .formatted(file, size),
          "copy or export it again.",
          e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InvalidInputException unreadable(Path file, IOException e) {
    return new InvalidInputException(
        "The model file (%s) cannot be read (%s).".formatted(file, e.getMessage()),
        "check its permissions.",
        e);
  }

  private static String name(Path file) {
    String name = Objects.requireNonNull(file.getFileName(), "a file has a name").toString();
    return name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
