package io.layerbench.sensitivity;

import io.layerbench.TestAssets;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.LayerCutter;
import io.layerbench.onnx.LayerSplitter;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.CalibrationMethod;
import io.layerbench.quantize.CalibrationTable;
import io.layerbench.quantize.CalibrationTables;
import io.layerbench.quantize.ModelQuantizer;
import io.layerbench.quantize.Scheme;
import io.layerbench.quantize.Treatment;
import io.layerbench.worker.DataSource;
import io.layerbench.worker.InProcessWorker;
import io.layerbench.worker.Progress;
import io.layerbench.worker.Tasks;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A prepared and calibrated model with random samples, swept or simulated part by part. */
record SweepFixture(
    OnnxModel model,
    List<Layer> parts,
    CalibrationTable ranges,
    ModelQuantizer quantizer,
    List<Item> items) {

  private static final int CALIBRATED = 4;

  static SweepFixture of(Path file, Path folder, int samples) {
    return of(file, folder, samples, Map.of());
  }

  /**
   * With random samples.
   *
   * @param shapes of inputs with free dimensions
   */
  static SweepFixture of(Path file, Path folder, int samples, Map<String, long[]> shapes) {
    return of(file, folder, shapes, new DataSource(null, null, 7), samples, CALIBRATED);
  }

  /** With items of a dataset, which calibrate and are swept. */
  static SweepFixture of(Path file, Path folder, DataSource data, int samples) {
    return of(file, folder, Map.of(), data, samples, samples);
  }

  /** The dataset of an asset, of that name. */
  static DataSource dataset(String name) {
    try {
      URL json = SweepFixture.class.getResource("/datasets/" + name + ".json");
      return new DataSource(
          Path.of(Objects.requireNonNull(json, name).toURI()).toString(),
          TestAssets.require(".").toString(),
          1);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static SweepFixture of(
      Path file,
      Path folder,
      Map<String, long[]> shapes,
      DataSource data,
      int samples,
      int calibrated) {
    InProcessWorker worker = new InProcessWorker();
    Path prepared = folder.resolve("prepared.onnx");
    worker.prepare(
        new Tasks.Prepare(
            file.toString(), lists(shapes), 1, data, prepared.toAbsolutePath().toString()));
    OnnxModel model = ModelReader.read(prepared);
    List<Layer> parts = LayerSplitter.split(model);
    CalibrationTables ranges =
        worker.calibrate(
            new Tasks.Calibrate(
                prepared.toString(),
                model.sha256(),
                "cpu",
                1,
                data,
                calibrated,
                List.copyOf(ModelQuantizer.rangesNeeded(model, parts))),
            Progress.NONE);
    Map<String, TensorType> inputs = new LinkedHashMap<>();
    model
        .graph()
        .inputs()
        .forEach(
            input ->
                inputs.put(
                    input.getName(), Objects.requireNonNull(model.graph().type(input.getName()))));
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      items.add(data.calibrate(inputs, samples).get(i));
    }
    CalibrationTable table = ranges.by(CalibrationMethod.MINMAX);
    ModelQuantizer quantizer =
        new ModelQuantizer(
            model,
            parts,
            Scheme.baseline(Backends.named("cpu").capabilities().activationType()),
            table,
            Backends.named("cpu").capabilities().fp16());
    return new SweepFixture(model, parts, table, quantizer, items);
  }

  private static Map<String, List<Long>> lists(Map<String, long[]> shapes) {
    Map<String, List<Long>> lists = new HashMap<>();
    shapes.forEach((name, shape) -> lists.put(name, Arrays.stream(shape).boxed().toList()));
    return lists;
  }

  List<SweepCase> cases(Set<Mode> modes, List<Treatment> treatments) {
    List<String> ranked = parts.stream().filter(Layer::isRanked).map(Layer::name).toList();
    Map<String, Layer> byName = new HashMap<>();
    parts.forEach(part -> byName.put(part.name(), part));
    SweepCases sweep =
        new SweepCases(
            ranked,
            (layer, treatment) ->
                quantizer
                    .notSimulated(Objects.requireNonNull(byName.get(layer)), treatment.precision())
                    .isEmpty());
    List<Unit> units = new ArrayList<>(ranked.stream().map(Unit::layer).toList());
    if (!ranked.isEmpty()) {
      units.add(new Unit(Unit.MODEL, UnitKind.MODEL, ranked));
    }
    return sweep.of(units, modes, treatments);
  }

  String scored() {
    return model.graph().outputs().get(0).getName();
  }

  List<PartialSensitivity> sweep(List<SweepCase> cases, long budget) {
    return sweep(cases, budget, items);
  }

  List<PartialSensitivity> sweep(List<SweepCase> cases, List<Item> samples) {
    return sweep(cases, SensitivitySweep.DEFAULT_BUDGET, samples);
  }

  private List<PartialSensitivity> sweep(List<SweepCase> cases, long budget, List<Item> samples) {
    try (SensitivitySweep sweep =
        new SensitivitySweep(
            model,
            parts,
            quantizer::simulate,
            Backends.named("cpu"),
            new SensitivitySweep.Settings(cases, scored(), budget))) {
      samples.forEach(sweep::observe);
      return sweep.partials();
    }
  }

  /** The first sample, with a NaN. */
  List<Item> withNaN() {
    Map<String, TensorData> inputs = new LinkedHashMap<>();
    items
        .get(0)
        .inputs()
        .forEach(
            (name, data) -> {
              float[] values = data.toFloats();
              values[0] = Float.NaN;
              inputs.put(name, TensorData.ofFloats(values, data.shape()));
            });
    return List.of(new Item("broken", inputs, OptionalInt.empty()));
  }

  /** Σ ‖Y − Q‖₂ over the samples at the unit's own and at the model's output. */
  double[] oneByOne(SweepCase one) {
    double[] sums = new double[2];
    for (Item item : items) {
      Map<String, TensorData> clean = run(item, Map.of());
      Map<String, TensorData> treated = run(item, one.layers());
      String own =
          parts.stream()
              .filter(part -> part.name().equals(one.observed()))
              .findFirst()
              .orElseThrow()
              .output();
      sums[0] += norm(get(clean, own), get(treated, own));
      sums[1] += norm(get(clean, scored()), get(treated, scored()));
    }
    return sums;
  }

  private Map<String, TensorData> run(Item item, Map<String, Treatment> treatments) {
    Map<String, TensorData> values = new HashMap<>(item.inputs());
    for (Layer part : parts) {
      Treatment treatment = treatments.get(part.name());
      OnnxModel cut =
          treatment == null ? LayerCutter.cut(model, part) : quantizer.simulate(part, treatment);
      try (Session session = Backends.named("cpu").open(cut.toBytes(), SessionSettings.shared(1))) {
        Map<String, TensorData> inputs = new LinkedHashMap<>();
        session.inputs().keySet().forEach(name -> inputs.put(name, get(values, name)));
        values.putAll(session.run(inputs, part.outputs()));
      }
    }
    return values;
  }

  private static TensorData get(Map<String, TensorData> values, String name) {
    @Nullable TensorData data = values.get(name);
    return Objects.requireNonNull(data, name);
  }

  static double norm(TensorData first, TensorData second) {
    FloatBuffer a = first.floats();
    FloatBuffer b = second.floats();
    double squares = 0;
    while (a.hasRemaining()) {
      double difference = (double) a.get() - b.get();
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }
}
