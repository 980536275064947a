package io.layerbench.onnx;

import io.layerbench.base.Digests;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.OperatorSetIdProto;

/**
 * A model that has been read and checked.
 *
 * @param proto the message, with every tensor's data inside (external data has been read in)
 * @param name the file's name without its ending
 * @param sha256 the digest of the file's bytes and of its external data
 */
public record OnnxModel(ModelProto proto, String name, String sha256, Graph graph) {

  /**
   * A model of the program's own making, named as its graph.
   *
   * @param opset of the standard operators
   */
  public static OnnxModel of(GraphProto graph, int irVersion, int opset) {
    return of(
        ModelProto.newBuilder()
            .setIrVersion(irVersion)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
            .setGraph(graph)
            .build(),
        graph.getName());
  }

  /** A model that this program made; its digest is that of its serialized form. */
  public static OnnxModel of(ModelProto proto, String name) {
    return new OnnxModel(
        proto, name, Digests.sha256(proto.toByteArray()), new Graph(proto.getGraph()));
  }

  /** The same file under the same identity, with another content: what preparing makes of it. */
  public OnnxModel with(ModelProto changed) {
    return new OnnxModel(changed, name, sha256, new Graph(changed.getGraph()));
  }

  /** The version of the default operator set. */
  public long opset() {
    return proto.getOpsetImportList().stream()
        .filter(opset -> opset.getDomain().isEmpty() || opset.getDomain().equals("ai.onnx"))
        .mapToLong(OperatorSetIdProto::getVersion)
        .max()
        .orElse(0);
  }

  /** The serialized model. */
  public byte[] toBytes() {
    return proto.toByteArray();
  }
}
