package io.layerbench.worker;

import io.layerbench.backend.BackendException;
import io.layerbench.backend.Backends;
import io.layerbench.backend.Session;
import io.layerbench.backend.SessionSettings;
import io.layerbench.base.ElementType;
import io.layerbench.base.IoReason;
import io.layerbench.base.TensorData;
import io.layerbench.dataset.Item;
import io.layerbench.dataset.Items;
import io.layerbench.onnx.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs each sample through the FP32 model and every candidate, so that a sample is decoded once.
 */
final class Evaluation {

  private final Tasks.Evaluate task;

  Evaluation(Tasks.Evaluate task) {
    this.task = task;
  }

  List<Tasks.Evaluated> run(Progress progress) {
    List<Tasks.Evaluated> failed = new ArrayList<>();
    List<Score> scores = new ArrayList<>();
    try (Session reference = open(task.reference())) {
      String output = ScoredOutput.of(task.data(), List.copyOf(reference.outputs().keySet()));
      try {
        for (Tasks.Candidate candidate : task.candidates()) {
          try {
            // The reference itself has been run already: its outputs are those that are expected.
            Session own = isReference(candidate) ? null : open(candidate);
            scores.add(new Score(candidate, own, reference.outputs().get(output)));
          } catch (BackendException e) {
            failed.add(Score.failed(candidate, e));
          }
        }
        Items items = task.data().evaluate(reference.inputs(), task.limit(), task.randomSamples());
        for (int i = 0; i < items.size(); i++) {
          Item item = ModelInputs.fit(items.get(i), reference.inputs());
          TensorData expected = result(reference, item, output);
          scores.forEach(score -> score.add(item, expected, output));
          progress.at(i + 1, items.size());
        }
      } finally {
        scores.forEach(Score::close);
      }
      List<Tasks.Evaluated> results = new ArrayList<>(scores.stream().map(Score::result).toList());
      results.addAll(failed);
      return results;
    }
  }

  private boolean isReference(Tasks.Candidate candidate) {
    return candidate.file().equals(task.reference().file())
        && candidate.backend().equals(task.reference().backend());
  }

  private Session open(Tasks.Candidate candidate) {
    try {
      return Backends.named(candidate.backend())
          .open(
              Files.readAllBytes(Path.of(candidate.file())),
              SessionSettings.shared(task.threads()));
    } catch (IOException e) {
      throw new BackendException(
          "cannot read " + candidate.file() + " (" + IoReason.of(e) + ")", e);
    }
  }

  private static TensorData result(Session session, Item item, String output) {
    TensorData data = session.run(item.inputs(), Set.of(output)).get(output);
    if (data == null) {
      throw new BackendException(
          "the model has no output (" + output + ")", new IllegalArgumentException(output));
    }
    return data;
  }

  /** What one candidate has scored so far. */
  private static final class Score {

    private final Tasks.Candidate candidate;
    private final @Nullable Session session;
    private final boolean classified;
    private final CrossEntropy loss = new CrossEntropy();
    private int items;
    private int labelled;
    private int correct;
    private int agreeing;
    private double squaredError;
    private long elements;
    private double peak;

    /**
     * @param session null where it is the reference's
     */
    Score(Tasks.Candidate candidate, @Nullable Session session, @Nullable TensorType output) {
      this.candidate = candidate;
      this.session = session;
      this.classified =
          output != null
              && output.elementType() == ElementType.FLOAT.onnx()
              && output.dims().size() == 2
              && output.dims().get(1) > 1;
    }

    void add(Item item, TensorData expected, String output) {
      TensorData actual = session == null ? expected : Evaluation.result(session, item, output);
      items++;
      if (expected.type() == ElementType.FLOAT) {
        addError(expected, actual);
      }
      if (!classified) {
        return;
      }
      float[] row = row(actual);
      float[] expectedRow = row(expected);
      int top = top(row);
      agreeing += top == top(expectedRow) ? 1 : 0;
      OptionalInt label = item.label();
      if (label.isPresent()) {
        labelled++;
        correct += top == label.getAsInt() ? 1 : 0;
        loss.add(expectedRow, row, label.getAsInt());
      }
    }

    private void addError(TensorData expected, TensorData actual) {
      float[] a = expected.toFloats();
      float[] b = actual.toFloats();
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        squaredError += difference * difference;
        peak = Math.max(peak, Math.abs(a[i]));
      }
      elements += a.length;
    }

    /** The first row: a repeated sample fills the others. */
    private static float[] row(TensorData data) {
      long[] shape = data.shape();
      float[] row = new float[(int) shape[shape.length - 1]];
      data.floats().get(row);
      return row;
    }

    private static int top(float[] row) {
      int best = 0;
      for (int i = 1; i < row.length; i++) {
        if (row[i] > row[best]) {
          best = i;
        }
      }
      return best;
    }

    Tasks.Evaluated result() {
      Double psnr =
          squaredError == 0 || elements == 0
              ? null
              : 10 * Math.log10(peak * peak / (squaredError / elements));
      return new Tasks.Evaluated(
          candidate.name(),
          candidate.backend(),
          items,
          labelled,
          correct,
          classified,
          agreeing,
          psnr,
          loss.mean(),
          loss.areProbabilities(),
          null);
    }

    static Tasks.Evaluated failed(Tasks.Candidate candidate, BackendException e) {
      return new Tasks.Evaluated(
          candidate.name(),
          candidate.backend(),
          0,
          0,
          0,
          false,
          0,
          null,
          null,
          false,
          e.getMessage());
    }

    void close() {
      if (session != null) {
        session.close();
      }
    }
  }
}
