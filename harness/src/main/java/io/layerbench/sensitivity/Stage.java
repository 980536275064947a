package io.layerbench.sensitivity;

import io.layerbench.backend.BackendException;
import io.layerbench.backend.Session;
import io.layerbench.base.ElementType;
import io.layerbench.base.TensorData;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.Treatment;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One part of the model as sessions: in FP32, and a layer also in every treatment of the sweep. */
final class Stage implements AutoCloseable {

  /** Far above what another order of summation changes, far below a mixed-up sample. */
  private static final double TOLERANCE = 1e-3;

  /** What a call should take and give at most, so that it stays within a core's caches. */
  private static final int BYTES_PER_CALL = 2 << 20;

  private final Layer layer;
  private final Map<String, TensorType> types;
  private final Session plain;
  private final Map<Treatment, Session> treated = new LinkedHashMap<>();
  private @Nullable Boolean batched;

  /**
   * @param types of the layer's inputs and outputs at batch 1
   * @param plain the part in FP32
   * @param free whether its first dimension is free, so that batching may be tried
   */
  Stage(Layer layer, Map<String, TensorType> types, Session plain, boolean free) {
    this.layer = layer;
    this.types = types;
    this.plain = plain;
    this.batched = free ? null : Boolean.FALSE;
  }

  void add(Treatment treatment, Session session) {
    treated.put(treatment, session);
  }

  Layer layer() {
    return layer;
  }

  TensorType type(String tensor) {
    return Objects.requireNonNull(types.get(tensor), tensor);
  }

  /** True when several samples may go through in one call; known after {@link #tryBatch}. */
  boolean isBatched() {
    return Boolean.TRUE.equals(batched);
  }

  /** How many samples one call takes at best. */
  int samplesPerCall() {
    int bytes = 1;
    for (TensorType type : types.values()) {
      bytes += Slots.bytes(type);
    }
    return Math.max(1, BYTES_PER_CALL / bytes);
  }

  /**
   * Runs the part.
   *
   * @param treatment null for FP32
   */
  void run(
      @Nullable Treatment treatment,
      Map<String, TensorData> inputs,
      Map<String, TensorData> outputs) {
    Session session = treatment == null ? plain : treated.get(treatment);
    Objects.requireNonNull(session, layer.name()).runInto(inputs, outputs);
  }

  /**
   * Finds out, once, whether two different samples in one call give what they give alone.
   *
   * @param sample one sample's inputs
   */
  void tryBatch(Map<String, TensorData> sample) {
    if (batched == null) {
      batched = staysApart(sample);
    }
  }

  private boolean staysApart(Map<String, TensorData> sample) {
    Map<String, TensorData> other = new LinkedHashMap<>();
    Map<String, TensorData> both = new LinkedHashMap<>();
    sample.forEach(
        (name, data) -> {
          TensorData half = halved(data);
          other.put(name, half);
          both.put(name, joined(data, half));
        });
    try {
      Map<String, TensorData> first = outputs(1);
      Map<String, TensorData> second = outputs(1);
      Map<String, TensorData> together = outputs(2);
      run(null, sample, first);
      run(null, other, second);
      run(null, both, together);
      return layer.outputs().stream()
          .allMatch(
              name ->
                  same(
                      joined(
                          Objects.requireNonNull(first.get(name)),
                          Objects.requireNonNull(second.get(name))),
                      Objects.requireNonNull(together.get(name))));
    } catch (BackendException e) {
      // The shapes do not fit: something inside counts on one sample.
      return false;
    }
  }

  private Map<String, TensorData> outputs(int samples) {
    Map<String, TensorData> outputs = new LinkedHashMap<>();
    for (String name : layer.outputs()) {
      TensorType type = type(name);
      long[] shape = type.shape();
      shape[0] = samples;
      outputs.put(name, TensorData.allocate(ElementType.ofOnnx(type.elementType()), shape));
    }
    return outputs;
  }

  private static TensorData halved(TensorData data) {
    TensorData copy = TensorData.allocate(data.type(), data.shape());
    copy.bytes().duplicate().put(data.bytes().duplicate().rewind());
    if (data.type() == ElementType.FLOAT) {
      FloatBuffer values = copy.floats();
      for (int i = 0; i < values.limit(); i++) {
        values.put(i, values.get(i) / 2);
      }
    }
    return copy;
  }

  private static TensorData joined(TensorData first, TensorData second) {
    long[] shape = first.shape();
    shape[0] = 2;
    TensorData both = TensorData.allocate(first.type(), shape);
    both.bytes()
        .duplicate()
        .put(first.bytes().duplicate().rewind())
        .put(second.bytes().duplicate().rewind());
    return both;
  }

  private static boolean same(TensorData expected, TensorData actual) {
    if (expected.type() != ElementType.FLOAT) {
      return expected.equals(actual);
    }
    FloatBuffer a = expected.floats();
    FloatBuffer b = actual.floats();
    double peak = 0;
    double worst = 0;
    for (int i = 0; i < a.limit(); i++) {
      peak = Math.max(peak, Math.abs(a.get(i)));
      worst = Math.max(worst, Math.abs((double) a.get(i) - b.get(i)));
    }
    return worst <= TOLERANCE * peak;
  }

  @Override
  public void close() {
    plain.close();
    treated.values().forEach(Session::close);
  }
}
