package io.layerbench.suite;

import io.layerbench.base.UsageException;
import io.layerbench.dataset.BuiltinModels;
import io.layerbench.run.EvaluationCsv;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Networks that every device can measure without a download, so that any two can be compared.
 *
 * @param name what it is asked for by
 * @param networks measured one after the other
 */
public record LatencySuite(String name, List<Network> networks) {

  private static final List<LatencySuite> ALL =
      List.of(
          new LatencySuite(
              "reference",
              List.of(
                  new Network(
                      "ResNet-18",
                      BuiltinModels.RESNET18,
                      new Published(82, 45.7),
                      new Published(41, 11.2)),
                  new Network(
                      "MobileNetV2",
                      BuiltinModels.MOBILENETV2,
                      new Published(38.2, 13.6),
                      new Published(14.7, 3.4)))));

  public LatencySuite {
    networks = List.copyOf(networks);
  }

  /**
   * A network of a suite.
   *
   * @param title how it is published
   * @param model its name among {@link BuiltinModels}
   * @param fp32 what the paper on layer-wise mixed precision gives for FP32
   * @param int8 likewise for INT8
   */
  public record Network(String title, String model, Published fp32, Published int8) {

    /** The paper's figures for a method of evaluation.csv; null where it has none. */
    @Nullable Published published(String method) {
      return switch (method) {
        case EvaluationCsv.FP32 -> fp32;
        case EvaluationCsv.INT8 -> int8;
        default -> null;
      };
    }
  }

  /**
   * Figures of the paper, from the paper's machine.
   *
   * @param latencyMs in ms
   * @param sizeMb in MB of 10⁶ bytes
   */
  public record Published(double latencyMs, double sizeMb) {}

  /**
   * The suite of that name.
   *
   * @throws UsageException where there is none; it names those that there are
   */
  public static LatencySuite named(String name) {
    return ALL.stream()
        .filter(suite -> suite.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no suite (" + name + ").",
                    "the suites are: "
                        + ALL.stream().map(LatencySuite::name).collect(Collectors.joining(", "))
                        + "."));
  }
}
