package io.layerbench.dataset;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns sentences into the tensors of BERT-like models: the words' pieces between the tokens that
 * begin and end a sentence, cut and padded to one length.
 *
 * <p>It is our own since those in Java that follow BERT to the letter are bindings of a native
 * library (DJL, ONNX Runtime's extensions), which the main process does not load; Lucene has no
 * WordPiece. Golden vectors of the Hugging Face tokenizers hold it.
 */
final class Tokenizer {

  private final WordSplitter splitter;
  private final WordPieces pieces;
  private final Frame frame;
  private final int maxLength;
  private final Map<String, Integer> special;
  private final @Nullable Pattern specialPattern;
  private final String digest;

  /**
   * What stands around the pieces of a sentence.
   *
   * @param before the tokens that begin it
   * @param after the tokens that end it
   * @param padding fills up what is shorter than the longest
   */
  record Frame(List<Integer> before, List<Integer> after, int padding) {

    Frame {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    int size() {
      return before.size() + after.size();
    }
  }

  /**
   * @param special the numbers of tokens that are found in the text as they are written, such as
   *     [SEP]
   * @param maxLength tokens per item, more than the frame's
   * @param digest of the file that all this was read from
   */
  Tokenizer(
      WordSplitter splitter,
      WordPieces pieces,
      Frame frame,
      Map<String, Integer> special,
      int maxLength,
      String digest) {
    this.splitter = splitter;
    this.pieces = pieces;
    this.frame = frame;
    this.special = Map.copyOf(special);
    this.maxLength = maxLength;
    this.digest = digest;
    this.specialPattern =
        special.isEmpty()
            ? null
            : Pattern.compile(
                // The longest first, so that of two that begin alike the longer is found.
                special.keySet().stream()
                    .sorted((a, b) -> b.length() - a.length())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|")));
  }

  /** Tokens per item. */
  int maxLength() {
    return maxLength;
  }

  /** How many of them begin and end a sentence. */
  int frameSize() {
    return frame.size();
  }

  /** The digest of the tokenizer's file. */
  String digest() {
    return digest;
  }

  /** The tokens of a sentence with those that begin and end it, cut, and not padded. */
  List<Integer> tokens(String sentence) {
    List<Integer> found = new ArrayList<>();
    int from = 0;
    if (specialPattern != null) {
      Matcher matcher = specialPattern.matcher(sentence);
      while (matcher.find()) {
        addPieces(sentence.substring(from, matcher.start()), found);
        found.add(special.get(matcher.group()));
        from = matcher.end();
      }
    }
    addPieces(sentence.substring(from), found);
    List<Integer> tokens = new ArrayList<>(frame.before());
    tokens.addAll(found.subList(0, Math.min(found.size(), maxLength - frame.size())));
    tokens.addAll(frame.after());
    return tokens;
  }

  private void addPieces(String text, List<Integer> tokens) {
    splitter.words(text).forEach(word -> tokens.addAll(pieces.pieces(word)));
  }

  /** One of the three tensors, without a batch dimension. */
  Value value(TokenTensor tensor, Spec spec, String sentence) {
    Value value = Value.allocate(spec);
    LongBuffer longs = value.bytes().asLongBuffer();
    List<Integer> tokens = tokens(sentence);
    for (int i = 0; i < maxLength; i++) {
      boolean real = i < tokens.size();
      longs.put(
          i,
          switch (tensor) {
            case IDS -> real ? tokens.get(i) : frame.padding();
            case MASK -> real ? 1 : 0;
            case TYPES -> 0;
          });
    }
    return value;
  }
}
