package io.layerbench.quantize;

import io.layerbench.base.Precision;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.proto.NodeProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The precision of every node: layers as planned, glue that the plan names as well, other glue as
 * its neighbours.
 *
 * <p>A node of glue that the plan does not name takes a precision where its operator can and
 *
 * <ul>
 *   <li>each input is made by a node of that precision, is an input of the model, or is glue's and
 *       read by a layer of that precision, so that its conversion is there anyway; and
 *   <li>no output is read by a layer of another precision, and if any is read at all, then by a
 *       node of that precision or of the model's tail, behind which no layer follows.
 * </ul>
 *
 * <p>A MatMul of two activations, as attention has them, is asked for as a whole ({@link
 * Scheme#attention()}) and needs less: one input that INT8 has so, which keeps attention between
 * float layers in float. The other may be made by a node that stays in float, such as Softmax, and
 * is quantized on the way; and since its kernel gives floats as well, it does not matter who reads
 * the output: it is quantized where an INT8 node does.
 *
 * <p>Since glue is a neighbour of glue, the set starts with all that can and loses members until it
 * is stable.
 */
final class Assignment {

  private final Map<String, Precision> precisions = new HashMap<>();

  private Assignment() {}

  /**
   * Every layer as the plan says, FP32 where it says nothing; glue that it names in FP32 or INT8 as
   * it says, as far as its operators can.
   *
   * @param halves which glue follows in half precision; null where none does
   */
  static Assignment planned(
      Parts parts, GlueRules rules, Map<String, Precision> plan, @Nullable HalfRules halves) {
    Assignment assignment = new Assignment();
    for (Layer layer : parts.ranked().values()) {
      Precision precision = plan.getOrDefault(layer.name(), Precision.FP32);
      layer.nodes().forEach(node -> assignment.precisions.put(Parts.key(node), precision));
    }
    assignment.follow(
        new Glue(parts, plan),
        Precision.INT8,
        node -> rules.int8Obstacle(node).isEmpty() && rules.endObstacle(node).isEmpty(),
        rules::isAttention);
    if (halves != null) {
      assignment.follow(
          new Glue(parts, plan),
          Precision.FP16,
          node -> halves.nodeObstacle(node).isEmpty(),
          node -> false);
    }
    return assignment;
  }

  /** Every node of a model in that precision, but those that cannot be. */
  static Assignment uniform(Parts parts, Precision precision, Predicate<NodeProto> permits) {
    Assignment assignment = new Assignment();
    for (NodeProto node : parts.graph().nodes()) {
      if (parts.isLayer(node) || permits.test(node)) {
        assignment.precisions.put(Parts.key(node), precision);
      }
    }
    return assignment;
  }

  /** The precision of a node. */
  Precision of(NodeProto node) {
    return precisions.getOrDefault(Parts.key(node), Precision.FP32);
  }

  boolean isInt8(NodeProto node) {
    return of(node) == Precision.INT8;
  }

  /** A model's glue, and what the plan says of it by the names of its pieces. */
  private record Glue(Parts parts, Map<String, Precision> plan) {

    boolean isPlanned(NodeProto node, Precision precision) {
      Layer glue = parts.of(node);
      return glue != null && plan.get(glue.name()) == precision;
    }
  }

  /**
   * @param permits which nodes can have the precision at all
   * @param undemanding which of them need one neighbour of it only
   */
  private void follow(
      Glue pieces,
      Precision precision,
      Predicate<NodeProto> permits,
      Predicate<NodeProto> undemanding) {
    Parts parts = pieces.parts();
    List<NodeProto> glue =
        parts.graph().nodes().stream()
            .filter(node -> !parts.isLayer(node) && !precisions.containsKey(Parts.key(node)))
            .filter(node -> !pieces.isPlanned(node, Precision.FP32))
            .filter(permits)
            .toList();
    List<NodeProto> keptOut =
        parts.graph().nodes().stream()
            .filter(node -> pieces.isPlanned(node, Precision.FP32) && !parts.isLayer(node))
            .filter(permits)
            .toList();
    glue.forEach(node -> precisions.put(Parts.key(node), precision));
    List<NodeProto> free =
        glue.stream().filter(node -> !pieces.isPlanned(node, precision)).toList();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (NodeProto node : free) {
        if (of(node) == precision
            && !(undemanding.test(node)
                ? hasOneInput(parts, node, precision)
                : fits(parts, node, precision))) {
          precisions.remove(Parts.key(node));
          changed = true;
        }
      }
    }
    Set<String> touching = touchingLayers(parts, precision);
    free.stream()
        .map(Parts::key)
        .filter(key -> !touching.contains(key))
        .forEach(precisions::remove);
    keptOut.stream()
        .filter(node -> isSurrounded(parts, node, precision))
        .toList()
        .forEach(node -> precisions.put(Parts.key(node), precision));
  }

  /** True where all that the node's piece of glue reads, and all that reads it, has that. */
  private boolean isSurrounded(Parts parts, NodeProto node, Precision precision) {
    Layer piece = parts.of(node);
    List<NodeProto> nodes = piece == null ? List.of(node) : piece.nodes();
    List<NodeProto> outside =
        nodes.stream()
            .flatMap(one -> Stream.concat(makers(parts, one), readers(parts, one)))
            .filter(other -> !nodes.contains(other))
            .toList();
    boolean ends =
        nodes.stream()
            .flatMap(one -> Parts.outputs(one).stream())
            .anyMatch(parts.graph()::isOutput);
    boolean isRead = nodes.stream().flatMap(one -> readers(parts, one)).anyMatch(outside::contains);
    return isRead && !ends && outside.stream().allMatch(other -> of(other) == precision);
  }

  private boolean hasOneInput(Parts parts, NodeProto node, Precision precision) {
    return parts.activations(node).stream().anyMatch(input -> available(parts, input, precision));
  }

  private boolean fits(Parts parts, NodeProto node, Precision precision) {
    List<NodeProto> readers = readers(parts, node).toList();
    return parts.activations(node).stream().allMatch(input -> available(parts, input, precision))
        && readers.stream().noneMatch(reader -> parts.isLayer(reader) && of(reader) != precision)
        && (readers.isEmpty()
            || readers.stream()
                .anyMatch(reader -> of(reader) == precision || parts.isTail(reader)));
  }

  private boolean available(Parts parts, String tensor, Precision precision) {
    NodeProto maker = parts.graph().producer(tensor);
    return maker == null
        || of(maker) == precision
        || (!parts.isLayer(maker)
            && parts.graph().consumers(tensor).stream()
                .anyMatch(reader -> parts.isLayer(reader) && of(reader) == precision));
  }

  /** The nodes of that precision that are layers or linked to one through others of it. */
  private Set<String> touchingLayers(Parts parts, Precision precision) {
    Set<String> found = new HashSet<>();
    Deque<NodeProto> open = new ArrayDeque<>();
    parts.graph().nodes().stream()
        .filter(node -> parts.isLayer(node) && of(node) == precision)
        .forEach(open::add);
    while (!open.isEmpty()) {
      NodeProto node = open.remove();
      if (of(node) == precision && found.add(Parts.key(node))) {
        Stream.concat(makers(parts, node), readers(parts, node)).forEach(open::add);
      }
    }
    return found;
  }

  private static Stream<NodeProto> makers(Parts parts, NodeProto node) {
    return parts.activations(node).stream()
        .map(parts.graph()::producer)
        .flatMap(Stream::ofNullable);
  }

  private static Stream<NodeProto> readers(Parts parts, NodeProto node) {
    return Parts.outputs(node).stream().flatMap(name -> parts.graph().consumers(name).stream());
  }
}
