package io.layerbench.fuzz;

import io.layerbench.dataset.Dataset;
import io.layerbench.dataset.Items;
import java.nio.file.Path;
import java.util.List;

/** dataset.json and every kind of file that it names. */
public final class DatasetFuzz {

  static final FuzzedFolder FILES = new FuzzedFolder(Seeds.of("dataset"));

  private DatasetFuzz() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] data) {
    FILES.feed(data, DatasetFuzz::read);
  }

  static void read(Path changed) {
    for (String name : List.of("dataset.json", "words.json", "images.json")) {
      Dataset dataset = Dataset.read(FILES.path().resolve(name));
      for (Items items : List.of(dataset.calibrate(), dataset.evaluate())) {
        for (int i = 0; i < Math.min(items.size(), 8); i++) {
          items.get(i);
        }
      }
    }
  }
}
