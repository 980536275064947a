package io.layerbench.costs;

import io.layerbench.backend.GraphKernel;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.OnnxModel;
import io.layerbench.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps a runtime's kernels back to the parts of the model and the tensors between them. ONNX
 * Runtime renames what it fuses: a name may carry "_token_12" from the pass that made an integer
 * kernel of it, have the fusion's own name behind the node's ("/MatMulAddFusion"), or be that of
 * the tensor that it makes with "_nchwc" for a blocked layout. What a fusion puts before its
 * kernel, as a change of shape, belongs to whose kernel reads it. Conversions of precision and
 * layout belong to a tensor: the one in their own name or in that of what they read or make, else
 * the one of the next conversion in the chain.
 *
 * <p>Where one kernel covers several parts, as a convolution that also adds, the whole time belongs
 * to the part that names the kernel, and the others have none.
 */
public final class KernelOwners {

  /** What converts precision or layout, and belongs to a tensor. */
  static final Set<String> CONVERSIONS =
      Set.of(
          "ReorderInput",
          "ReorderOutput",
          "Transpose",
          "QuantizeLinear",
          "DequantizeLinear",
          "Cast");

  /** What a fusion appends to the name of the node that it starts from. */
  private static final Pattern FUSION = Pattern.compile("[/_]\\w*Fus(ion|ed)\\w*/?$");

  private final Map<String, String> partOfNode = new HashMap<>();
  private final Map<String, String> partOfTensor = new HashMap<>();

  /** By any tensor of the model, inner ones included: the tensor that leaves its part. */
  private final Map<String, String> leaving = new HashMap<>();

  /**
   * The owners in a model.
   *
   * @param layers its layers and glue
   */
  public KernelOwners(OnnxModel model, List<Layer> layers) {
    for (Layer layer : layers) {
      for (NodeProto node : layer.nodes()) {
        if (!node.getName().isEmpty()) {
          partOfNode.put(node.getName(), layer.name());
        }
        for (String output : node.getOutputList()) {
          partOfTensor.put(output, layer.name());
          if (!layer.outputs().isEmpty()) {
            leaving.put(output, layer.outputs().contains(output) ? output : layer.output());
          }
        }
      }
    }
    model.graph().inputs().forEach(input -> leaving.put(input.getName(), input.getName()));
  }

  /**
   * What an owner's kernels took.
   *
   * @param micros in all
   * @param count how many they are
   * @param signature their operators with what is fused into them, in order
   */
  public record Share(double micros, int count, String signature) {

    /** Nothing ran. */
    static final Share NONE = new Share(0, 0, "");

    /** The same without what the profiler adds to each kernel, microseconds. */
    Share less(double overhead) {
      return new Share(micros - overhead * count, count, signature);
    }

    Share plus(GraphKernel kernel) {
      return plus(new Share(kernel.micros(), 1, kernel.signature()));
    }

    Share plus(Share other) {
      return new Share(
          micros + other.micros,
          count + other.count,
          signature.isEmpty() ? other.signature : signature + " " + other.signature);
    }
  }

  /**
   * A model's kernels by owner.
   *
   * @param parts by part
   * @param tensors by tensor
   * @param unknown those that belong to neither
   */
  public record Shares(
      Map<String, Share> parts, Map<String, Share> tensors, List<GraphKernel> unknown) {

    /** What all kernels took, those that belong to neither included. */
    double micros() {
      return Stream.of(parts, tensors)
              .flatMap(owned -> owned.values().stream())
              .mapToDouble(Share::micros)
              .sum()
          + unknown.stream().mapToDouble(GraphKernel::micros).sum();
    }

    /** What share of the time nothing of the model is known to own. */
    public double unknownShare() {
      double all = micros();
      return all == 0 ? 0 : unknown.stream().mapToDouble(GraphKernel::micros).sum() / all;
    }

    /** Of the kernels that belong to nothing the one that takes longest; there must be one. */
    public GraphKernel longestUnknown() {
      return unknown.stream().max(Comparator.comparingDouble(GraphKernel::micros)).orElseThrow();
    }

    /** The same without what the profiler adds to each kernel, microseconds. */
    Shares less(double overhead) {
      return new Shares(
          less(parts, overhead),
          less(tensors, overhead),
          unknown.stream()
              .map(kernel -> kernel.taking(Math.max(0, kernel.micros() - overhead)))
              .toList());
    }

    private static Map<String, Share> less(Map<String, Share> shares, double overhead) {
      Map<String, Share> all = new LinkedHashMap<>(shares);
      all.replaceAll((name, share) -> share.less(overhead));
      return all;
    }

    /** A part's share. */
    Share part(String name) {
      return parts.getOrDefault(name, Share.NONE);
    }

    /** A tensor's share. */
    Share tensor(String name) {
      return tensors.getOrDefault(name, Share.NONE);
    }
  }

  /** Gives every kernel to its owner. */
  public Shares of(List<GraphKernel> kernels) {
    Map<String, String> converted = conversions(kernels);
    Map<String, Share> parts = new LinkedHashMap<>();
    Map<String, Share> tensors = new LinkedHashMap<>();
    List<GraphKernel> unknown = new ArrayList<>();
    for (GraphKernel kernel : kernels) {
      boolean conversion = isConversion(kernel);
      String owner = conversion ? converted.get(kernel.name()) : part(kernel, kernels);
      if (owner == null) {
        unknown.add(kernel);
      } else {
        (conversion ? tensors : parts)
            .compute(owner, (key, share) -> (share == null ? Share.NONE : share).plus(kernel));
      }
    }
    return new Shares(parts, tensors, unknown);
  }

  private boolean isConversion(GraphKernel kernel) {
    return CONVERSIONS.contains(kernel.op()) && !partOfNode.containsKey(kernel.name());
  }

  private @Nullable String part(GraphKernel kernel, List<GraphKernel> all) {
    String own = part(kernel);
    return own != null
        ? own
        : all.stream()
            .filter(reader -> reader.inputs().stream().anyMatch(kernel.outputs()::contains))
            .flatMap(reader -> Stream.ofNullable(part(reader)))
            .findFirst()
            .orElse(null);
  }

  private @Nullable String part(GraphKernel kernel) {
    String name = withoutTokens(kernel.name());
    String byNode = partOfNode.get(name);
    if (byNode == null) {
      byNode = partOfNode.get(FUSION.matcher(name).replaceFirst(""));
    }
    if (byNode != null) {
      return byNode;
    }
    String byTensor = partOfTensor.get(withoutEnding(name, "_nchwc"));
    if (byTensor != null) {
      return byTensor;
    }
    return kernel.outputs().stream()
        .flatMap(output -> Stream.ofNullable(tensor(output)))
        .flatMap(output -> Stream.ofNullable(partOfTensor.get(output)))
        .findFirst()
        .orElse(null);
  }

  /** The tensor of each conversion by its name, found along chains of them. */
  private Map<String, String> conversions(List<GraphKernel> kernels) {
    List<GraphKernel> all = kernels.stream().filter(this::isConversion).toList();
    Map<String, String> owners = new HashMap<>();
    for (GraphKernel kernel : all) {
      Stream.concat(
              Stream.of(kernel.name()),
              Stream.concat(kernel.outputs().stream(), kernel.inputs().stream()))
          .flatMap(name -> Stream.ofNullable(tensor(name)))
          .findFirst()
          .ifPresent(tensor -> owners.put(kernel.name(), tensor));
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (GraphKernel kernel : all) {
        String next = owners.containsKey(kernel.name()) ? null : neighbour(kernel, all, owners);
        if (next != null) {
          owners.put(kernel.name(), next);
          changed = true;
        }
      }
    }
    return owners;
  }

  private static @Nullable String neighbour(
      GraphKernel kernel, List<GraphKernel> all, Map<String, String> owners) {
    return all.stream()
        .filter(other -> owners.containsKey(other.name()))
        .filter(
            other ->
                kernel.inputs().stream().anyMatch(other.outputs()::contains)
                    || kernel.outputs().stream().anyMatch(other.inputs()::contains))
        .map(other -> owners.get(other.name()))
        .findFirst()
        .orElse(null);
  }

  /** The model's tensor that a name of the optimized graph goes back to; null for none. */
  private @Nullable String tensor(String name) {
    String plain = withoutTokens(name.replaceAll("/duplicated.*$", ""));
    plain = plain.replaceAll("_(QuantizeLinear|DequantizeLinear)$", "");
    String direct = leaving.get(plain);
    return direct != null
        ? direct
        : leaving.get(plain.replaceAll("_(q|dq|raw|kept|fp16|fp32)$", ""));
  }

  private static String withoutTokens(String name) {
    return name.replaceAll("(_token_\\d+)+$", "");
  }

  private static String withoutEnding(String name, String ending) {
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }
}
