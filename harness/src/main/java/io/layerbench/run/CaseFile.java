package io.layerbench.run;

import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a fork needs to run a case. Written as Java properties: a fork starts hundreds of times, and
 * a JSON library would be most of its start.
 *
 * @param model the case's model
 * @param identity a model that does nothing to inputs of the same types
 * @param backend the backend's name
 * @param threads intra-operator threads
 * @param inputs what to feed
 */
public record CaseFile(Path model, Path identity, String backend, int threads, List<Input> inputs) {

  /** One input: its elements lie in a file, little-endian. */
  public record Input(String name, ElementType type, List<Long> shape, Path file) {

    /** Reads the elements into a direct buffer. */
    public TensorData read() throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
      direct.put(bytes).flip();
      return new TensorData(type, shape.stream().mapToLong(Long::longValue).toArray(), direct);
    }
  }

  public CaseFile {
    inputs = List.copyOf(inputs);
  }

  /** Reads all inputs, in order. */
  public Map<String, TensorData> readInputs() throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (Input input : inputs) {
      tensors.put(input.name(), input.read());
    }
    return tensors;
  }

  /** The text of the file. */
  public String toText() {
    Properties properties = new Properties();
    properties.setProperty("model", model.toString());
    properties.setProperty("identity", identity.toString());
    properties.setProperty("backend", backend);
    properties.setProperty("threads", String.valueOf(threads));
    properties.setProperty("inputs", String.valueOf(inputs.size()));
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      String prefix = "input." + i + ".";
      properties.setProperty(prefix + "name", input.name());
      properties.setProperty(prefix + "type", input.type().name());
      properties.setProperty(
          prefix + "shape",
          input.shape().stream().map(String::valueOf).collect(Collectors.joining(",")));
      properties.setProperty(prefix + "file", input.file().toString());
    }
    StringWriter writer = new StringWriter();
    try {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new IllegalStateException("A StringWriter does not fail.", e);
    }
    return writer.toString();
  }

  /** Reads the file back. */
  public static CaseFile read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    List<Input> inputs = new ArrayList<>();
    int n = Integer.parseInt(properties.getProperty("inputs"));
    for (int i = 0; i < n; i++) {
      String prefix = "input." + i + ".";
      String shape = properties.getProperty(prefix + "shape");
      inputs.add(
          new Input(
              properties.getProperty(prefix + "name"),
              ElementType.valueOf(properties.getProperty(prefix + "type")),
              shape.isEmpty()
                  ? List.of()
                  : Arrays.stream(shape.split(",", -1)).map(Long::valueOf).toList(),
              Path.of(properties.getProperty(prefix + "file"))));
    }
    return new CaseFile(
        Path.of(properties.getProperty("model")),
        Path.of(properties.getProperty("identity")),
        properties.getProperty("backend"),
        Integer.parseInt(properties.getProperty("threads")),
        inputs);
  }
}
