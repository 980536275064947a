package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads one part of a dataset: {@code calibrate}, {@code evaluate}, or {@code items} for both. */
final class PartReader {

  private final Fields part;
  private final DataRoot root;
  private final Head head;
  private final Optional<Tokenizer> tokenizer;
  private Optional<Rows> rows = Optional.empty();

  /** The rows as far as they are known: from the labels, or from the first source. */
  private Optional<Rows> known = Optional.empty();

  /**
   * @param tokenizer what makes tokens; empty where no input takes them
   */
  PartReader(Fields part, DataRoot root, Head head, Optional<Tokenizer> tokenizer) {
    this.part = part;
    this.root = root;
    this.head = head;
    this.tokenizer = tokenizer;
  }

  /**
   * Opens the sources, matches the rows and checks what every item will look like.
   *
   * @param steps the preprocessing of each input
   * @param mixed whether each row must say what it is for
   */
  Part read(Map<String, Steps> steps, boolean mixed) {
    boolean labelled = head.task() == Task.CLASSIFICATION;
    if (mixed || part.has("labels")) {
      rows = Optional.of(RowsReader.read(part.object("labels"), root, labelled, mixed));
    }
    known = rows;
    Map<String, Source> sources = sources(steps);
    part.end();
    List<String> ids = ids(sources);
    Map<String, Part.Input> inputs = new LinkedHashMap<>();
    steps.forEach(
        (name, step) -> {
          Source source = Objects.requireNonNull(sources.get(name), name);
          inputs.put(name, new Part.Input(source, step, spec(source, step, ids::get)));
        });
    List<Integer> labels = labelled ? labels(sources) : List.of();
    return new Part(inputs, ids, labels, rows.map(Rows::digest).orElse(""));
  }

  /** What each row is for. */
  List<Rows.Use> uses() {
    return rows.map(Rows::uses).orElse(List.of());
  }

  private Map<String, Source> sources(Map<String, Steps> steps) {
    Map<String, Steps> given = new LinkedHashMap<>(steps);
    given.values().removeIf(step -> step.tokens().isPresent());
    // Where all inputs are made of tokens, there is nothing left to name a source for.
    Map<String, Fields> named = given.isEmpty() ? Map.of() : part.named("sources");
    if (!named.keySet().equals(given.keySet())) {
      throw part.invalid(
          "has sources for " + named.keySet() + " where the inputs are " + given.keySet());
    }
    Map<String, Source> sources = new LinkedHashMap<>();
    for (Map.Entry<String, Steps> input : steps.entrySet()) {
      Fields fields = named.get(input.getKey());
      sources.put(
          input.getKey(),
          fields == null ? text(input.getValue()) : source(fields, input.getValue()));
    }
    return sources;
  }

  private Source text(Steps steps) {
    List<String> sentences = rows.map(Rows::sentences).orElse(List.of());
    if (sentences.isEmpty()) {
      throw part.invalid("needs a table for (labels), and its (text_column) to make tokens of");
    }
    return new TextSource(tokenizer.orElseThrow(), steps.tokens().orElseThrow(), sentences);
  }

  private Source source(Fields fields, Steps steps) {
    Source source = SourceReader.read(fields, root, steps.decode(), known);
    int expected = known.map(Rows::size).orElse(source.size());
    if (source.size() != expected) {
      throw fields.invalid(
          "has (" + source.size() + ") items where there are (" + expected + ") rows or labels");
    }
    if (known.isEmpty()) {
      // The first source decides how many rows there are and, where it has names, which.
      known = Optional.of(rowsOf(fields, source));
    }
    return source;
  }

  private static Rows rowsOf(Fields fields, Source source) {
    return new Rows(
        fields.where(), 1, source.size(), source.names(), List.of(), List.of(), List.of(), "");
  }

  private List<String> ids(Map<String, Source> sources) {
    if (rows.isPresent() && !rows.get().names().isEmpty()) {
      return rows.get().names();
    }
    List<String> ids = new ArrayList<>();
    for (Source source : sources.values()) {
      if (!source.names().isEmpty()) {
        return source.names();
      }
    }
    int size = sources.values().iterator().next().size();
    for (int row = 0; row < size; row++) {
      ids.add(Integer.toString(row));
    }
    return ids;
  }

  private static Spec spec(Source source, Steps steps, IntFunction<String> ids) {
    Spec first = steps.after(source.spec(0), () -> ids.apply(0));
    for (int i = 1; i < source.size() && !source.uniform(); i++) {
      String id = ids.apply(i);
      Spec spec = steps.after(source.spec(i), () -> id);
      if (!spec.equals(first)) {
        throw new InvalidInputException(
            "The item ("
                + id
                + ") comes out of "
                + steps.where()
                + " as "
                + spec.dims()
                + " where the first one is "
                + first.dims()
                + ".",
            "add a resize or a centre_crop step.");
      }
    }
    return first;
  }

  private List<Integer> labels(Map<String, Source> sources) {
    List<Integer> labels = rows.map(Rows::labels).orElse(List.of());
    for (Source source : sources.values()) {
      labels = labels.isEmpty() ? source.labels() : labels;
    }
    List<Integer> classes = new ArrayList<>();
    for (int row = 0; row < labels.size(); row++) {
      long index = (long) labels.get(row) + head.labelOffset();
      if (index < 0 || index >= head.classes().orElse(Integer.MAX_VALUE)) {
        String where = rows.isPresent() ? rows.get().where(row) : part.where() + " item " + row;
        throw new InvalidInputException(
            "The label (" + labels.get(row) + ") at " + where + " is outside the classes.",
            "compare label_offset and classes with the model's output.");
      }
      classes.add((int) index);
    }
    return classes;
  }
}
