package io.layerbench.sensitivity;

import io.layerbench.backend.Backend;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.quantize.ModelQuantizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Computes S_i of every layer: each sample goes once through the FP32 model, which yields every
 * layer's true input and output, and once through every layer's simulation alone. Only one sample's
 * activations are in memory.
 *
 * <p>The simulations run side by side on one thread each, which wastes less than one after the
 * other on many.
 */
public final class SensitivitySweep implements AutoCloseable {

  private final Session model;
  private final Set<String> tensors = new LinkedHashSet<>();
  private final List<LayerSimulation> simulations = new ArrayList<>();
  private final ExecutorService threads;

  /**
   * Opens the sessions.
   *
   * @param prepared the FP32 model with all types
   * @param layers which layers to sweep; glue is left out
   * @param precisions what to simulate; FP32 is left out
   * @param quantizer of the same model
   * @param sessions opens models
   */
  public SensitivitySweep(
      OnnxModel prepared,
      List<Layer> layers,
      Set<Precision> precisions,
      ModelQuantizer quantizer,
      Sessions sessions) {
    List<Layer> ranked = layers.stream().filter(Layer::isRanked).toList();
    for (Layer layer : ranked) {
      tensors.addAll(layer.inputs());
      tensors.add(layer.output());
    }
    // The model's inputs cannot be asked of the session: they are taken from the sample itself.
    prepared.graph().inputs().forEach(input -> tensors.remove(input.getName()));
    threads = Executors.newFixedThreadPool(sessions.threads());
    model = sessions.open(Edges.withOutputs(prepared, tensors).toBytes(), sessions.threads());
    for (Layer layer : ranked) {
      for (Precision precision : precisions) {
        if (precision != Precision.FP32 && quantizer.unsupported(layer, precision).isEmpty()) {
          byte[] simulated = quantizer.simulate(layer, precision).toBytes();
          simulations.add(new LayerSimulation(layer, precision, sessions.open(simulated, 1)));
        }
      }
    }
  }

  /**
   * How a sweep opens models.
   *
   * @param backend runs them
   * @param threads how many simulations run side by side, at least 1
   */
  public record Sessions(Backend backend, int threads) {

    Session open(byte[] model, int sessionThreads) {
      return backend.open(model, SessionSettings.shared(sessionThreads));
    }
  }

  /**
   * Adds one sample to every layer's sum.
   *
   * @throws InvalidInputException when an output is not finite
   */
  public void observe(Item sample) {
    Map<String, TensorData> activations = new LinkedHashMap<>(model.run(sample.inputs(), tensors));
    activations.putAll(sample.inputs());
    List<Future<?>> running = new ArrayList<>();
    for (LayerSimulation simulation : simulations) {
      running.add(threads.submit(() -> simulation.observe(sample.id(), activations)));
    }
    running.forEach(SensitivitySweep::await);
  }

  private static void await(Future<?> task) {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What the samples so far say, in the model's order. */
  public List<PartialSensitivity> partials() {
    return simulations.stream().map(LayerSimulation::partial).toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    simulations.forEach(LayerSimulation::close);
    model.close();
  }
}
