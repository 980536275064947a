package io.layerbench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/**
 * A real transformer for tests: all-MiniLM-L6-v2, out of a Maven artifact, and the sentences of
 * SST-2 that it is measured on.
 */
public final class MiniLm {

  private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

  private MiniLm() {}

  /**
   * Puts the tokenizer, the sentences and a dataset.json into a folder.
   *
   * @return the dataset.json
   */
  public static Path dataset(Path folder) {
    tokenizer(folder);
    try {
      for (String name : new String[] {"dev.tsv", "train_calibrate.tsv"}) {
        Files.copy(TestAssets.require("sst2/" + name), folder.resolve(name));
      }
      try (InputStream json =
          Objects.requireNonNull(MiniLm.class.getResourceAsStream("/datasets/sst2.json"))) {
        Files.copy(json, folder.resolve("sst2.json"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder.resolve("sst2.json");
  }

  /** Puts the tokenizer.json into a folder. */
  public static Path tokenizer(Path folder) {
    return copy(TOKENIZER, folder);
  }

  private static Path copy(String resource, Path folder) {
    try (InputStream in = MiniLm.class.getResourceAsStream("/" + resource)) {
      Assumptions.assumeTrue(in != null, () -> "asset not found: " + resource);
      Path file = folder.resolve(resource);
      Files.copy(Objects.requireNonNull(in), file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
