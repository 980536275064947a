package io.layerbench.dataset;

import io.layerbench.dataset.Tokenizer.Frame;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code tokenizer} of a dataset: how long an item is, and the file to follow. */
final class TokenizerReader {

  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private TokenizerReader() {}

  /**
   * Reads it.
   *
   * @throws io.layerbench.base.InvalidInputException naming the file and what it lacks
   */
  static Tokenizer read(Fields fields, DataRoot root) {
    Path file = root.file(fields.text("file"), fields.where("file"));
    int maxLength = fields.positive("max_length");
    boolean json = file.toString().endsWith(".json");
    Tokenizer tokenizer =
        json
            ? HuggingFaceTokenizer.read(file, maxLength, DataRoot.digest(file))
            : plain(file, maxLength, !fields.has("lowercase") || fields.flag("lowercase"));
    fields.end();
    if (tokenizer.frameSize() >= maxLength) {
      throw fields.invalid(
          "leaves no room for words between the ("
              + tokenizer.frameSize()
              + ") tokens around them: (max_length) is ("
              + maxLength
              + ")");
    }
    return tokenizer;
  }

  /** BERT's own: vocab.txt says nothing but the tokens. */
  private static Tokenizer plain(Path file, int maxLength, boolean lowercase) {
    Vocabulary vocabulary = Vocabulary.read(file);
    WordPieces pieces = new WordPieces(vocabulary, vocabulary.require("[UNK]"), "##", 100);
    Frame frame =
        new Frame(
            List.of(vocabulary.require("[CLS]")),
            List.of(vocabulary.require("[SEP]")),
            vocabulary.require("[PAD]"));
    Map<String, Integer> special = new LinkedHashMap<>();
    for (String token : SPECIAL) {
      Integer number = vocabulary.find(token);
      if (number != null) {
        special.put(token, number);
      }
    }
    WordSplitter splitter = new WordSplitter(true, true, lowercase, lowercase);
    return new Tokenizer(splitter, pieces, frame, special, maxLength, DataRoot.digest(file));
  }
}
