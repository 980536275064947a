package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The data that one model is calibrated with and evaluated on, as a dataset.json describes it. */
public final class Dataset {

  private final Head head;
  private final Part shapes;
  private final Items calibrate;
  private final Items evaluate;
  private final String sha256;

  Dataset(Head head, Part shapes, Items calibrate, Items evaluate, String sha256) {
    this.head = head;
    this.shapes = shapes;
    this.calibrate = calibrate;
    this.evaluate = evaluate;
    this.sha256 = sha256;
  }

  /** Reads a dataset whose data lie in the same folder. */
  public static Dataset read(Path json) {
    Path parent = json.toAbsolutePath().getParent();
    return read(json, parent == null ? json.toAbsolutePath() : parent);
  }

  /**
   * Reads a dataset and checks all that can be checked without decoding: files, sizes, counts,
   * labels, image headers, and what every step makes of every item.
   *
   * @param json the dataset file; the format is described in docs/dataset.md
   * @param root the folder that its paths are relative to, and outside of which it reads nothing
   * @throws io.layerbench.base.InvalidInputException naming the file and the place or row
   */
  public static Dataset read(Path json, Path root) {
    return new DatasetReader(json, root).read();
  }

  /** The name, for people. */
  public String name() {
    return head.name();
  }

  /**
   * The digest of dataset.json and its data, the same wherever they lie. Of files that hold many
   * items it covers the content (above 64 MiB size, first and last 4 MiB), of folders the names and
   * sizes.
   */
  public String sha256() {
    return sha256;
  }

  /** What the labels are for. */
  public Task task() {
    return head.task();
  }

  /** The model output to score; empty for its first. */
  public Optional<String> scoredOutput() {
    return head.output();
  }

  /** The axis of the scored output along which the classes lie; negative from the end. */
  public int classAxis() {
    return head.classAxis();
  }

  /** The number of classes, where the dataset says it. */
  public OptionalInt classes() {
    return head.classes();
  }

  /** The items for calibration; never the ones to score on. */
  public Items calibrate() {
    return calibrate;
  }

  /** The items to score on; all have labels where the task is classification. */
  public Items evaluate() {
    return evaluate;
  }

  /** The shape of each input with a batch dimension of 1, the same for all items. */
  public Map<String, long[]> inputShapes() {
    Map<String, long[]> result = new LinkedHashMap<>();
    shapes
        .inputs()
        .forEach(
            (name, input) -> {
              long[] shape = new long[input.spec().dims().size() + 1];
              shape[0] = 1;
              for (int i = 1; i < shape.length; i++) {
                shape[i] = input.spec().dims().get(i - 1);
              }
              result.put(name, shape);
            });
    return result;
  }

  /** The element type of each input, the same for all items. */
  public Map<String, ElementType> inputTypes() {
    Map<String, ElementType> result = new LinkedHashMap<>();
    shapes.inputs().forEach((name, input) -> result.put(name, input.spec().type()));
    return result;
  }
}
