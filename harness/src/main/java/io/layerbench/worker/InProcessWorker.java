package io.layerbench.worker;

import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.AtomicFiles;
import io.layerbench.base.ElementType;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.dataset.Items;
import io.layerbench.device.MachineNoise;
import io.layerbench.onnx.Edges;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.Calibrations;
import io.layerbench.sensitivity.PartialSensitivity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs models in this very process. Only for children: it loads native libraries. */
public final class InProcessWorker implements ModelWorker {

  @Override
  public String runtimeVersion(Tasks.RuntimeVersion task) {
    return Backends.named(task.backend()).runtimeVersion();
  }

  @Override
  public Tasks.Prepared prepare(Tasks.Prepare task) {
    return new ModelPreparation(task).run();
  }

  @Override
  public List<Tasks.CapturedTensor> capture(Tasks.Capture task) {
    OnnxModel model = ModelReader.read(Path.of(task.prepared()));
    Map<String, TensorType> inputs = ModelInputs.types(model);
    Item sample = ModelInputs.fit(task.data().calibrate(inputs, 1).get(0), inputs);
    Map<String, TensorData> values =
        new LinkedHashMap<>(computed(model, made(model, task.tensors()), sample));
    values.putAll(sample.inputs());
    List<Tasks.CapturedTensor> captured = new ArrayList<>();
    for (String tensor : task.tensors()) {
      TensorData data = values.get(tensor);
      if (data != null) {
        captured.add(write(tensor, data, Path.of(task.folder(), captured.size() + ".bin")));
      }
    }
    return captured;
  }

  /** None where a model of one layer makes nothing that a layer reads. */
  private static Map<String, TensorData> computed(OnnxModel model, List<String> made, Item sample) {
    if (made.isEmpty()) {
      return Map.of();
    }
    try (Session session = open("cpu", Edges.withOutputs(model, made), 1)) {
      return session.run(sample.inputs(), made);
    }
  }

  private static Tasks.CapturedTensor write(String tensor, TensorData data, Path file) {
    byte[] bytes = new byte[data.bytes().duplicate().rewind().remaining()];
    data.bytes().duplicate().rewind().get(bytes);
    try {
      AtomicFiles.write(file, bytes);
    } catch (IOException e) {
      throw new EnvironmentException(
          "The file " + file + " cannot be written (" + IoReason.of(e) + ").", "", e);
    }
    return new Tasks.CapturedTensor(
        tensor, file.toString(), TensorType.of(data.type().onnx(), data.shape()));
  }

  @Override
  public List<Tasks.CapturedTensor> expect(Tasks.Expect task) {
    Map<String, TensorData> inputs = new LinkedHashMap<>();
    task.inputs().forEach(input -> inputs.put(input.tensor(), read(input)));
    SessionSettings asWritten = SessionSettings.oneOfMany(SessionSettings.Optimization.NONE);
    try (Session session = Backends.named("cpu").open(bytes(Path.of(task.model())), asWritten)) {
      List<Tasks.CapturedTensor> outputs = new ArrayList<>();
      session
          .run(inputs, session.outputs().keySet())
          .forEach(
              (name, data) ->
                  outputs.add(write(name, data, Path.of(task.prefix() + outputs.size()))));
      return outputs;
    }
  }

  private static TensorData read(Tasks.CapturedTensor tensor) {
    byte[] bytes = bytes(Path.of(tensor.file()));
    TensorData data =
        TensorData.allocate(ElementType.ofOnnx(tensor.type().elementType()), tensor.type().shape());
    data.bytes().duplicate().put(bytes);
    return data;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new EnvironmentException(
          "The file " + file + " cannot be read (" + IoReason.of(e) + ").", "", e);
    }
  }

  @Override
  public CalibrationTables calibrate(Tasks.Calibrate task, Progress progress) {
    OnnxModel model = ModelReader.read(Path.of(task.prepared()));
    Map<String, TensorType> inputs = ModelInputs.types(model);
    Items items = task.data().calibrate(inputs, task.samples());
    Calibrations calibrator = new Calibrations();
    List<String> made = made(model, task.tensors());
    try (Session session = open(task.backend(), Edges.withOutputs(model, made), task.threads())) {
      for (int i = 0; i < items.size(); i++) {
        Item sample = ModelInputs.fit(items.get(i), inputs);
        observe(calibrator, session.run(sample.inputs(), made), task.tensors());
        observe(calibrator, sample.inputs(), task.tensors());
        progress.at(i + 1, items.size());
      }
    }
    return calibrator.tables(task.modelSha256(), items.size(), task.data().isRandom());
  }

  private static void observe(
      Calibrations calibrator, Map<String, TensorData> values, List<String> wanted) {
    values.forEach(
        (tensor, data) -> {
          if (data.type() == ElementType.FLOAT && wanted.contains(tensor)) {
            calibrator.observe(tensor, data.floats());
          }
        });
  }

  /**
   * Those of the tensors that a node makes: the others are inputs, which no session gives as
   * outputs.
   */
  private static List<String> made(OnnxModel model, List<String> tensors) {
    return tensors.stream().filter(name -> model.graph().producer(name) != null).toList();
  }

  @Override
  public List<PartialSensitivity> sensitivity(Tasks.Sensitivity task, Progress progress) {
    return new SweepTask(task).run(progress);
  }

  @Override
  public List<Tasks.Evaluated> evaluate(Tasks.Evaluate task, Progress progress) {
    return new Evaluation(task).run(progress);
  }

  @Override
  public MachineNoise noise(Tasks.Noise task, Progress progress) {
    return new NoiseMeter(task.seconds(), task.threads(), progress).measure();
  }

  @Override
  public List<Tasks.Placed> inPlace(Tasks.InPlace task, Progress progress) {
    return new InPlaceTask(task).run(progress);
  }

  private static Session open(String backend, OnnxModel model, int threads) {
    return Backends.named(backend).open(model.toBytes(), SessionSettings.shared(threads));
  }
}
