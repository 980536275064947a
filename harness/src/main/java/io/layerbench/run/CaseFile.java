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
import org.jspecify.annotations.Nullable;

/**
 * What a fork needs to run a case. Written as Java properties: a fork starts hundreds of times, and
 * a JSON library would be most of its start.
 *
 * @param model the case's model
 * @param identity a model that does nothing to inputs of the same types
 * @param backend the backend's name
 * @param threads intra-operator threads
 * @param inputs what to feed
 * @param expected what must come out; null where nothing is known of it
 */
public record CaseFile(
    Path model,
    Path identity,
    String backend,
    int threads,
    List<Tensor> inputs,
    @Nullable Expected expected) {

  private static final String INPUTS = "inputs";
  private static final String OUTPUTS = "outputs";
  private static final String TOLERANCE = "tolerance";

  /** One tensor: its elements lie in a file, little-endian. */
  public record Tensor(String name, ElementType type, List<Long> shape, Path file) {

    /** Reads the elements into a direct buffer. */
    public TensorData read() throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
      direct.put(bytes).flip();
      return new TensorData(type, shape.stream().mapToLong(Long::longValue).toArray(), direct);
    }
  }

  /**
   * What the case must give, by the simulation of its precision.
   *
   * @param tolerance the most that is rounding, see {@link OutputTolerances}
   * @param outputs all outputs of the model
   */
  public record Expected(double tolerance, List<Tensor> outputs) {

    public Expected {
      outputs = List.copyOf(outputs);
    }

    /** Reads all outputs, in order. */
    public Map<String, TensorData> read() throws IOException {
      return CaseFile.read(outputs);
    }
  }

  public CaseFile {
    inputs = List.copyOf(inputs);
  }

  /** The same with what must come out. */
  public CaseFile expecting(Expected outputs) {
    return new CaseFile(model, identity, backend, threads, inputs, outputs);
  }

  /** Reads all inputs, in order. */
  public Map<String, TensorData> readInputs() throws IOException {
    return read(inputs);
  }

  private static Map<String, TensorData> read(List<Tensor> tensors) throws IOException {
    Map<String, TensorData> read = new LinkedHashMap<>();
    for (Tensor tensor : tensors) {
      read.put(tensor.name(), tensor.read());
    }
    return read;
  }

  /** The text of the file. */
  public String toText() {
    Properties properties = new Properties();
    properties.setProperty("model", model.toString());
    properties.setProperty("identity", identity.toString());
    properties.setProperty("backend", backend);
    properties.setProperty("threads", String.valueOf(threads));
    put(properties, INPUTS, inputs);
    if (expected != null) {
      properties.setProperty(TOLERANCE, String.valueOf(expected.tolerance()));
      put(properties, OUTPUTS, expected.outputs());
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
    String tolerance = properties.getProperty(TOLERANCE);
    return new CaseFile(
        Path.of(properties.getProperty("model")),
        Path.of(properties.getProperty("identity")),
        properties.getProperty("backend"),
        Integer.parseInt(properties.getProperty("threads")),
        tensors(properties, INPUTS),
        tolerance == null
            ? null
            : new Expected(Double.parseDouble(tolerance), tensors(properties, OUTPUTS)));
  }

  private static void put(Properties properties, String group, List<Tensor> tensors) {
    properties.setProperty(group, String.valueOf(tensors.size()));
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      String prefix = group + "." + i + ".";
      properties.setProperty(prefix + "name", tensor.name());
      properties.setProperty(prefix + "type", tensor.type().name());
      properties.setProperty(
          prefix + "shape",
          tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(",")));
      properties.setProperty(prefix + "file", tensor.file().toString());
    }
  }

  private static List<Tensor> tensors(Properties properties, String group) {
    List<Tensor> tensors = new ArrayList<>();
    int n = Integer.parseInt(properties.getProperty(group));
    for (int i = 0; i < n; i++) {
      String prefix = group + "." + i + ".";
      String shape = properties.getProperty(prefix + "shape");
      tensors.add(
          new Tensor(
              properties.getProperty(prefix + "name"),
              ElementType.valueOf(properties.getProperty(prefix + "type")),
              shape.isEmpty()
                  ? List.of()
                  : Arrays.stream(shape.split(",", -1)).map(Long::valueOf).toList(),
              Path.of(properties.getProperty(prefix + "file"))));
    }
    return tensors;
  }
}
