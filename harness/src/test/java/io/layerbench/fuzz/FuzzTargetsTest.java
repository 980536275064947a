package io.layerbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.onnx.ModelReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The targets take their seeds and what a few damaged bytes make of them. Jazzer, which looks for
 * more, is started by {@code .ci/fuzz}.
 */
class FuzzTargetsTest {

  static Set<String> names() {
    return Seeds.targets().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void damagedSeedsAreReadOrRefused(String name) {
    Seeds.Target target = Seeds.targets().get(name);
    Random random = new Random(8);
    int rounds = name.equals("RunFuzz") ? 5 : 150;
    for (byte[] seed : target.files().seeds()) {
      target.entry().accept(seed);
      for (int i = 0; i < rounds; i++) {
        target.entry().accept(damaged(seed, random));
      }
    }
  }

  @Test
  void everySeedIsValid() {
    for (Seeds.Target target : Seeds.targets().values()) {
      assertThat(target.files().refusals(target.use())).isEmpty();
    }
  }

  @Test
  void whatIsNoRefusalComesOut() {
    AtomicInteger reads = new AtomicInteger();
    byte[] seed = OnnxFuzz.FILES.seeds().get(0);
    assertThatThrownBy(
            () ->
                OnnxFuzz.FILES.feed(
                    seed,
                    (Path changed) -> {
                      reads.incrementAndGet();
                      throw new IllegalStateException("found");
                    }))
        .hasMessage("found");
    OnnxFuzz.FILES.feed(seed, ModelReader::read);
    assertThat(reads).hasValue(1);
  }

  private static byte[] damaged(byte[] seed, Random random) {
    byte[] bytes =
        random.nextInt(4) == 0
            ? Arrays.copyOf(seed, 1 + random.nextInt(seed.length))
            : seed.clone();
    for (int i = 0; i < 3 && bytes.length > 1; i++) {
      int at = 1 + random.nextInt(bytes.length - 1);
      bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : bytes[random.nextInt(at) + 1];
    }
    return bytes;
  }
}
