package io.layerbench.ranking;

import io.layerbench.base.Csv;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * order.csv: the columns backend,kind,name,layers,tau,changed, a row per choice that could have
 * been made otherwise. A value that is missing is an empty cell.
 */
public final class OrderCsv {

  private static final List<String> HEADER =
      List.of("backend", "kind", "name", "layers", "tau", "changed");

  private OrderCsv() {}

  /** The file's text. */
  public static String text(List<OrderChoice> choices) {
    return Csv.text(List.of(), HEADER, choices.stream().map(OrderCsv::cells).toList());
  }

  private static List<@Nullable String> cells(OrderChoice choice) {
    return Arrays.asList(
        choice.backend(),
        choice.kind().text(),
        choice.name(),
        Integer.toString(choice.layers()),
        text(choice.tau()),
        text(choice.changed()));
  }

  private static @Nullable String text(@Nullable Number value) {
    return value == null ? null : value.toString();
  }
}
