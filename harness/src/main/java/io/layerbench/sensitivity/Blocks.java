package io.layerbench.sensitivity;

import io.layerbench.base.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Groups layers into blocks by their names, whose parts are separated by dots and slashes.
 *
 * <p>By scope: the block of a layer is its name up to and with the first part that ends in a digit,
 * and the parts behind that are numbers: block3.project lies in block3, layer1.0.conv2 in layer1.0,
 * /encoder/layer.4/output/dense/MatMul in /encoder/layer.4. Where no part but the last ends in a
 * digit, it is the first part; a name of one part is a block of its own.
 *
 * <p>By glob: the block is the beginning of the name that the glob matches, up to a separator or
 * the name's end; a star stands for anything but a separator, so that {@code block*} makes block0,
 * block1 and so on. Layers that no glob matches are in no block.
 */
public final class Blocks {

  private static final Pattern PART = Pattern.compile("[./]*[^./]+");

  private Blocks() {}

  /** The layers by block, both in the model's order. */
  public static Map<String, List<String>> byScope(List<String> layers) {
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    for (String layer : layers) {
      blocks.computeIfAbsent(scope(layer), name -> new ArrayList<>()).add(layer);
    }
    return blocks;
  }

  /**
   * The layers by block, both in the model's order; the first glob that matches a layer counts.
   *
   * @throws UsageException where a glob matches no layer
   */
  public static Map<String, List<String>> byGlobs(List<String> layers, List<String> globs) {
    List<Pattern> patterns = globs.stream().map(Blocks::pattern).toList();
    for (int i = 0; i < globs.size(); i++) {
      Pattern pattern = patterns.get(i);
      if (layers.stream().noneMatch(layer -> pattern.matcher(layer).lookingAt())) {
        throw new UsageException(
            "No layer's name begins as --blocks (" + globs.get(i) + ") says.",
            "`layers --model` lists the names; * stands for anything but dots and slashes.");
      }
    }
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    for (String layer : layers) {
      patterns.stream()
          .map(pattern -> pattern.matcher(layer))
          .filter(Matcher::lookingAt)
          .findFirst()
          .ifPresent(
              match -> blocks.computeIfAbsent(match.group(), name -> new ArrayList<>()).add(layer));
    }
    return blocks;
  }

  /**
   * The layers of blocks that are known by name only: those whose names are the block's, or go on
   * behind it with a separator. A block of which there are none is left out.
   */
  public static Map<String, List<String>> named(List<String> layers, List<String> names) {
    Map<String, List<String>> scopes = byScope(layers);
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    for (String name : names) {
      List<String> own = scopes.get(name);
      blocks.put(
          name,
          own != null ? own : layers.stream().filter(layer -> isWithin(layer, name)).toList());
    }
    blocks.values().removeIf(List::isEmpty);
    return blocks;
  }

  private static boolean isWithin(String layer, String block) {
    return layer.startsWith(block)
        && (layer.length() == block.length() || "./".indexOf(layer.charAt(block.length())) >= 0);
  }

  private static String scope(String layer) {
    List<String> parts = PART.matcher(layer).results().map(match -> match.group()).toList();
    if (parts.size() < 2) {
      return layer;
    }
    List<String> scope = parts.subList(0, parts.size() - 1);
    int end = 0;
    while (end < scope.size() && !Character.isDigit(last(scope.get(end)))) {
      end++;
    }
    if (end == scope.size()) {
      return scope.get(0);
    }
    end++;
    while (end < scope.size() && isNumber(scope.get(end))) {
      end++;
    }
    return String.join("", scope.subList(0, end));
  }

  private static char last(String part) {
    return part.charAt(part.length() - 1);
  }

  private static boolean isNumber(String part) {
    return part.chars().allMatch(c -> c == '.' || c == '/' || Character.isDigit(c));
  }

  private static Pattern pattern(String glob) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      pattern.append(
          switch (c) {
            case '*' -> "[^./]*";
            case '?' -> "[^./]";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(pattern + "(?=[./]|$)", Pattern.DOTALL);
  }
}
