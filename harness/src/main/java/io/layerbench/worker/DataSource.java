package io.layerbench.worker;

import io.layerbench.base.InvalidInputException;
import io.layerbench.dataset.Dataset;
import io.layerbench.dataset.Items;
import io.layerbench.dataset.RandomItems;
import io.layerbench.onnx.TensorType;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a task takes its samples from.
 *
 * @param dataset a dataset.json; null for random numbers of the model's shapes
 * @param root the folder that the dataset's files must lie in; null for the dataset's own
 * @param seed of the choice of samples, and of the random numbers
 */
public record DataSource(@Nullable String dataset, @Nullable String root, long seed) {

  /** True when the samples are random numbers. */
  public boolean isRandom() {
    return dataset == null;
  }

  /** At most that many calibration samples, or random ones. */
  public Items calibrate(Map<String, TensorType> inputs, int samples) {
    if (dataset == null) {
      return new RandomItems(inputs, samples, seed);
    }
    return checked(open().calibrate(), "calibrate").limit(samples, seed);
  }

  /**
   * The evaluation samples, at most {@code limit} of them; null for all; random ones where there is
   * no dataset.
   */
  public Items evaluate(
      Map<String, TensorType> inputs, @Nullable Integer limit, int randomSamples) {
    if (dataset == null) {
      return new RandomItems(inputs, limit == null ? randomSamples : limit, seed + 1);
    }
    Items items = checked(open().evaluate(), "evaluate");
    return limit == null ? items : items.limit(limit, seed);
  }

  /** The dataset. Only where there is one. */
  Dataset open() {
    if (dataset == null) {
      throw new IllegalStateException("there is no dataset");
    }
    return root == null
        ? Dataset.read(Path.of(dataset))
        : Dataset.read(Path.of(dataset), Path.of(root));
  }

  private Items checked(Items items, String use) {
    if (items.size() == 0) {
      throw new InvalidInputException(
          "The dataset " + dataset + " has no item to " + use + ".", "name a source for it.");
    }
    return items;
  }
}
