package io.layerbench.run;

import io.layerbench.backend.ActivationType;
import io.layerbench.base.Fact;
import io.layerbench.base.Json;
import io.layerbench.device.DeviceProfiles;
import io.layerbench.device.NvidiaState;
import io.layerbench.quantize.Scheme;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Completes run.json of earlier programs with members that came since, within one format version.
 * Each stands for what those programs did before it could be chosen: symmetric weights, activations
 * as the backend wants them, attention in float, all layers alike, plans by the default policy.
 */
final class OlderRecords {

  private OlderRecords() {}

  /** The same with every member that is missing; whatever else is wrong stays so. */
  static JsonNode completed(JsonNode record) {
    if (record.path("options").path("quantization") instanceof ObjectNode options) {
      complete(options);
    }
    if (record.path("options") instanceof ObjectNode options && !options.has("planning")) {
      options.set("planning", Json.tree(Json.line(PlanningOptions.defaults()), "the defaults"));
    }
    if (record.path("options").path("planning") instanceof ObjectNode planning) {
      putNulls(planning, "max_drop_points");
      if (planning.path("score").path("weights") instanceof ObjectNode weights
          && !weights.has("energy")) {
        weights.put("energy", 0.0);
      }
    }
    if (record.path("options") instanceof ObjectNode options) {
      putNulls(options, "time_limit_seconds");
      put(options, "energy", true);
    }
    if (record instanceof ObjectNode whole) {
      putNulls(whole, "rounds");
    }
    for (JsonNode layer : record.path("layers")) {
      if (layer instanceof ObjectNode row) {
        putNulls(row, "nodes");
      }
    }
    DeviceProfiles.complete(record.path("device"));
    if (record.path("conditions") instanceof ObjectNode conditions) {
      completeConditions(conditions);
    }
    record.path("schemes").forEach(OlderRecords::completeScheme);
    return record;
  }

  /** The same line of a journal with every member that is missing: a first attempt, as seen. */
  static JsonNode completedTiming(JsonNode line) {
    if (line instanceof ObjectNode timing) {
      if (!timing.has("attempt")) {
        timing.put("attempt", 0);
      }
      putNulls(timing, "process", "sampled_wait_percent", "surroundings", "remeasures", "output");
      if (timing.path("process") instanceof ObjectNode process) {
        putNulls(process, "energy", "clock_limits", "device");
      }
    }
    return line;
  }

  private static void completeConditions(ObjectNode conditions) {
    String reason = "the program that made this run did not ask";
    JsonNode unknown = Json.tree(Json.line(Fact.unknown(reason)), "a fact");
    for (String fact : List.of("energy_counter", "idle_watts")) {
      if (!conditions.has(fact)) {
        conditions.set(fact, unknown);
      }
    }
    if (!conditions.has("nvidia")) {
      conditions.set("nvidia", Json.tree(Json.line(NvidiaState.unknown(reason)), "a state"));
    }
  }

  private static void putNulls(ObjectNode node, String... names) {
    for (String name : names) {
      if (!node.has(name)) {
        node.putNull(name);
      }
    }
  }

  private static void complete(ObjectNode options) {
    put(options, "weights", "SYMMETRIC");
    putNulls(options, "activations", "activation_symmetry", "layer_options");
    put(options, "attention", false);
  }

  private static void completeScheme(JsonNode node) {
    String type = node.path("activation_type").asString("");
    if (!(node instanceof ObjectNode scheme)
        || (!type.equals(ActivationType.UINT8.name())
            && !type.equals(ActivationType.INT8.name()))) {
      return;
    }
    Scheme baseline = Scheme.baseline(ActivationType.valueOf(type));
    put(scheme, "activation_symmetry", baseline.activationSymmetry().name());
    put(scheme, "weight_symmetry", baseline.weightSymmetry().name());
    put(scheme, "attention", baseline.attention());
    put(scheme, "tensor_rt", baseline.tensorRt());
    if (!scheme.has("layers")) {
      scheme.putArray("layers");
    }
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!node.has(name)) {
      node.put(name, value);
    }
  }

  private static void put(ObjectNode node, String name, boolean value) {
    if (!node.has(name)) {
      node.put(name, value);
    }
  }
}
