package io.layerbench;

import io.layerbench.onnx.DeadCode;
import io.layerbench.onnx.Graph;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.NodeProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/**
 * A real transformer for tests: all-MiniLM-L6-v2, out of a Maven artifact, and the sentences of
 * SST-2 that it is measured on.
 */
public final class MiniLm {

  private static final String MODEL = "all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

  /** The body's output that the head takes; the other one, of the pooler, is not used. */
  private static final String HIDDEN = "output_0";

  private MiniLm() {}

  /**
   * Writes the model and its dataset into a folder, for runs by hand: {@code minilm.onnx} and
   * {@code sst2.json}.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    System.out.println(model(folder) + " " + dataset(folder));
  }

  /**
   * Joins the transformer with the head that was fitted for SST-2: sentences go in, the logits of
   * the two classes come out. The head's operators mean the same in the body's operator set.
   *
   * @return minilm.onnx in that folder
   */
  public static Path model(Path folder) {
    try {
      Path body = copy(MODEL, folder);
      OnnxModel joined = join(ModelReader.read(body));
      Files.delete(body);
      return Files.write(folder.resolve("minilm.onnx"), joined.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OnnxModel join(OnnxModel body) {
    Graph head = ModelReader.read(TestAssets.require("sst2/sst2_head.onnx")).graph();
    GraphProto.Builder graph =
        body.graph().proto().toBuilder()
            .clearOutput()
            .addAllOutput(head.outputs())
            .addAllInitializer(head.proto().getInitializerList());
    for (NodeProto node : head.nodes()) {
      NodeProto.Builder copy = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        copy.setInput(i, node.getInput(i).equals("last_hidden_state") ? HIDDEN : node.getInput(i));
      }
      graph.addNode(copy);
    }
    return DeadCode.remove(
        OnnxModel.of(body.proto().toBuilder().setGraph(graph).build(), "minilm"));
  }

  /**
   * Puts the tokenizer, the sentences and a dataset.json into a folder.
   *
   * @return the dataset.json
   */
  public static Path dataset(Path folder) {
    tokenizer(folder);
    try {
      for (String name : new String[] {"dev.tsv", "train_calibrate.tsv"}) {
        Files.copy(TestAssets.require("sst2/" + name), folder.resolve(name));
      }
      try (InputStream json =
          Objects.requireNonNull(MiniLm.class.getResourceAsStream("/datasets/sst2.json"))) {
        Files.copy(json, folder.resolve("sst2.json"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder.resolve("sst2.json");
  }

  /** Puts the tokenizer.json into a folder. */
  public static Path tokenizer(Path folder) {
    return copy(TOKENIZER, folder);
  }

  private static Path copy(String resource, Path folder) {
    try (InputStream in = MiniLm.class.getResourceAsStream("/" + resource)) {
      Assumptions.assumeTrue(in != null, () -> "asset not found: " + resource);
      Path file = folder.resolve(resource);
      Files.copy(Objects.requireNonNull(in), file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
