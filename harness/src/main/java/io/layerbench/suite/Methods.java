package io.layerbench.suite;

import io.layerbench.base.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The methods of one backend that follow a plan. Methods that build the same model are measured
 * once: the run's own plan always, another only where neither a uniform model, nor the run's plan,
 * nor a method before it is the same.
 */
final class Methods {

  private final List<Method> all;
  private final Map<String, String> impossible;
  private final Map<String, String> sameAs = new HashMap<>();
  private final Map<String, Double> predictions;

  /**
   * @param all in the evaluation's order
   * @param uniform the layers' precisions in the models of one precision, by variant
   * @param impossible why there is no such method, by variant
   * @param predictions the predicted latencies of the uniform models in ms, by variant
   */
  Methods(
      List<Method> all,
      Map<String, Map<String, Precision>> uniform,
      Map<String, String> impossible,
      Map<String, Double> predictions) {
    this.all = List.copyOf(all);
    this.impossible = new LinkedHashMap<>(impossible);
    this.predictions = Map.copyOf(predictions);
    Map<Map<String, Precision>, String> measured = new HashMap<>();
    uniform.forEach((variant, layers) -> measured.put(Method.lowered(layers), variant));
    find(CasePlan.MIXED).ifPresent(mixed -> measured.putIfAbsent(lowered(mixed), mixed.variant()));
    for (Method method : all) {
      String first = measured.putIfAbsent(lowered(method), method.variant());
      if (first != null && !first.equals(method.variant()) && !method.isOwnPlan()) {
        sameAs.put(method.variant(), first);
      }
    }
  }

  private static Map<String, Precision> lowered(Method method) {
    return Method.lowered(method.plan().layers());
  }

  /** The predicted latency of a uniform model, ms; null where nothing predicts it. */
  @Nullable Double predicted(String variant) {
    return predictions.get(variant);
  }

  /** In the evaluation's order. */
  List<Method> all() {
    return all;
  }

  /** Why there is no such method, by variant. */
  Map<String, String> impossible() {
    return impossible;
  }

  /** The method of that variant; empty for a uniform one and for a model from elsewhere. */
  Optional<Method> find(String variant) {
    return all.stream().filter(method -> method.variant().equals(variant)).findFirst();
  }

  /** The variant whose model this method builds, too, and whose numbers it shares. */
  @Nullable String sameAs(Method method) {
    return sameAs.get(method.variant());
  }

  /** For people: what is measured besides uniform models, and why something is not. */
  List<String> lines(String backend) {
    List<String> lines = new ArrayList<>();
    for (Method method : all) {
      String same = sameAs(method);
      lines.add(
          "Method on %s: %s (policy %s)%s."
              .formatted(
                  backend,
                  method.title(),
                  method.plan().policy(),
                  same == null ? "" : ", the same as " + same));
    }
    impossible.forEach(
        (variant, reason) ->
            lines.add("No method by policy %s on %s: %s.".formatted(variant, backend, reason)));
    return lines;
  }

  /** The methods that are measured themselves. */
  List<Method> measured() {
    return all.stream().filter(method -> sameAs(method) == null).toList();
  }
}
