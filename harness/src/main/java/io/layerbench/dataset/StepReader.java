package io.layerbench.dataset;

import io.layerbench.dataset.ArithmeticStep.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the {@code steps} of an input. */
final class StepReader {

  private static final String DECODE = "decode";

  private static final Map<String, Function<Fields, Step>> READERS = readers();
  private static final Map<String, ResizeFilter> FILTERS = filters();
  private static final Map<String, Layout> LAYOUTS = Map.of("NCHW", Layout.CHW, "NHWC", Layout.HWC);
  private static final Map<String, Boolean> ORDERS = Map.of("RGB", false, "BGR", true);
  private static final Map<String, TokenTensor> TOKENS =
      Map.of("ids", TokenTensor.IDS, "mask", TokenTensor.MASK, "types", TokenTensor.TYPES);
  private static final Map<String, ColourMode> MODES =
      Map.of("rgb", ColourMode.RGB, "gray", ColourMode.GRAY);

  private StepReader() {}

  static Steps read(Fields input) {
    List<Fields> all = input.has("steps") ? input.objects("steps") : List.of();
    boolean images = !all.isEmpty() && DECODE.equals(all.get(0).text("step"));
    Optional<ColourMode> decode = Optional.empty();
    List<Step> stepList = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Fields step = all.get(i);
      if (i == 0 && images) {
        decode = Optional.of(step.has("mode") ? step.choice("mode", MODES) : ColourMode.RGB);
      } else {
        stepList.add(step.choice("step", READERS).apply(step));
      }
      step.end();
    }
    Optional<TokenTensor> tokens =
        input.has("tokens") ? Optional.of(input.choice("tokens", TOKENS)) : Optional.empty();
    if (images && tokens.isPresent()) {
      throw input.invalid("is made of (tokens), so there is nothing to decode");
    }
    return new Steps(input.where("steps"), decode, tokens, stepList);
  }

  private static Map<String, Function<Fields, Step>> readers() {
    Map<String, Function<Fields, Step>> readers = new LinkedHashMap<>();
    readers.put(
        DECODE,
        step -> {
          throw step.invalid("decodes, which only the first step can");
        });
    readers.put("resize", StepReader::resize);
    readers.put(
        "centre_crop", step -> new CropStep(step.positive("height"), step.positive("width")));
    readers.put("channel_order", step -> new ChannelOrderStep(step.choice("to", ORDERS)));
    readers.put("layout", step -> new LayoutStep(step.choice("to", LAYOUTS)));
    readers.put("reshape", step -> new ReshapeStep(step.positives("dims")));
    readers.put("scale", StepReader::scale);
    readers.put("offset", step -> new ArithmeticStep(Operator.ADD, step.numbers("add")));
    readers.put("mean", step -> new ArithmeticStep(Operator.SUBTRACT, step.numbers("values")));
    readers.put("std", step -> new ArithmeticStep(Operator.DIVIDE, nonZero(step, "values")));
    readers.put("dtype", step -> new DtypeStep(step.choice("to", Elements.BY_NAME)));
    return readers;
  }

  private static Step resize(Fields step) {
    ResizeFilter filter = step.choice("filter", FILTERS);
    return step.has("short_side")
        ? ResizeStep.shortSide(filter, step.positive("short_side"))
        : ResizeStep.exact(filter, step.positive("height"), step.positive("width"));
  }

  private static Step scale(Fields step) {
    return step.has("divide_by")
        ? new ArithmeticStep(Operator.DIVIDE, nonZero(step, "divide_by"))
        : new ArithmeticStep(Operator.MULTIPLY, step.numbers("multiply_by"));
  }

  private static List<Double> nonZero(Fields step, String name) {
    List<Double> values = step.numbers(name);
    if (values.contains(0.0) || values.contains(-0.0)) {
      throw step.invalid("divides by zero in (" + name + ")");
    }
    return values;
  }

  private static Map<String, ResizeFilter> filters() {
    Map<String, ResizeFilter> filters = new LinkedHashMap<>();
    for (ResizeFilter filter : ResizeFilter.values()) {
      filters.put(filter.name().toLowerCase(Locale.ROOT), filter);
    }
    return filters;
  }
}
