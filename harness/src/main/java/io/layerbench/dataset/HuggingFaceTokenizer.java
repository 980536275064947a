package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Json;
import io.layerbench.dataset.Tokenizer.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads a Hugging Face tokenizer.json as far as BERT-like models need it: a BertNormalizer, a
 * BertPreTokenizer, WordPiece, and tokens around a sentence. Anything else that would change the
 * numbers is refused. Its own truncation and padding are not used: the dataset says the length.
 */
final class HuggingFaceTokenizer {

  private final Path file;
  private final JsonNode json;

  private HuggingFaceTokenizer(Path file) {
    this.file = file;
    this.json = Json.read(file, JsonNode.class);
  }

  /**
   * Reads one.
   *
   * @throws InvalidInputException naming the file and the member
   */
  static Tokenizer read(Path file, int maxLength, String digest) {
    return new HuggingFaceTokenizer(file).tokenizer(maxLength, digest);
  }

  private Tokenizer tokenizer(int maxLength, String digest) {
    JsonNode model = typed("model", "WordPiece");
    typed("pre_tokenizer", "BertPreTokenizer");
    Vocabulary vocabulary = vocabulary(model);
    int unknown = vocabulary.require(text(model, "unk_token"));
    WordPieces pieces =
        new WordPieces(
            vocabulary,
            unknown,
            text(model, "continuing_subword_prefix"),
            integer(model, "max_input_chars_per_word"));
    Map<String, Integer> special = special();
    Frame frame = frame(vocabulary);
    return new Tokenizer(splitter(), pieces, frame, special, maxLength, digest);
  }

  private WordSplitter splitter() {
    JsonNode normalizer = typed("normalizer", "BertNormalizer");
    boolean lowercase = flag(normalizer, "lowercase");
    // Where it is not said, accents go with capital letters.
    boolean stripAccents =
        normalizer.path("strip_accents").isBoolean()
            ? flag(normalizer, "strip_accents")
            : lowercase;
    return new WordSplitter(
        flag(normalizer, "clean_text"),
        flag(normalizer, "handle_chinese_chars"),
        stripAccents,
        lowercase);
  }

  private Vocabulary vocabulary(JsonNode model) {
    Map<String, Integer> numbers = new HashMap<>();
    JsonNode tokens = model.path("vocab");
    for (String token : tokens.propertyNames()) {
      numbers.put(token, integer(tokens, token));
    }
    return new Vocabulary(file, numbers);
  }

  private Map<String, Integer> special() {
    Map<String, Integer> special = new HashMap<>();
    for (JsonNode added : json.path("added_tokens").values()) {
      String token = text(added, "content");
      if (token.isEmpty() || flag(added, "single_word") || flag(added, "normalized")) {
        throw invalid("the added token (" + token + ") is of a kind that is not supported");
      }
      special.put(token, integer(added, "id"));
    }
    return special;
  }

  /** The tokens around one sentence, from whichever of the two usual forms there is. */
  private Frame frame(Vocabulary vocabulary) {
    JsonNode padding = json.path("padding");
    int pad = padding.isObject() ? integer(padding, "pad_id") : vocabulary.require("[PAD]");
    JsonNode processor = json.path("post_processor");
    String type = processor.path("type").asString("");
    return switch (type) {
      case "BertProcessing" ->
          new Frame(
              List.of(integer(processor.path("cls"), 1)),
              List.of(integer(processor.path("sep"), 1)),
              pad);
      case "TemplateProcessing" -> template(processor, pad);
      default -> throw unsupported("post_processor", type);
    };
  }

  private Frame template(JsonNode processor, int pad) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    boolean sentence = false;
    for (JsonNode piece : processor.path("single").values()) {
      if (piece.has("Sequence") && !sentence) {
        sentence = true;
        continue;
      }
      JsonNode token = piece.path("SpecialToken");
      String name = text(token, "id");
      if (integer(token, "type_id") != 0) {
        throw invalid("the token (" + name + ") around a sentence has a type other than 0");
      }
      JsonNode ids = processor.path("special_tokens").path(name).path("ids");
      for (int i = 0; i < ids.size(); i++) {
        (sentence ? after : before).add(integer(ids, i));
      }
    }
    if (!sentence) {
      throw invalid("(post_processor.single) has no place for the sentence");
    }
    return new Frame(before, after, pad);
  }

  private JsonNode typed(String member, String type) {
    JsonNode node = json.path(member);
    String found = node.path("type").asString("");
    if (!found.equals(type)) {
      throw unsupported(member, found);
    }
    return node;
  }

  private String text(JsonNode node, String name) {
    if (!node.path(name).isString()) {
      throw invalid("it has no text for (" + name + ")");
    }
    return node.path(name).stringValue();
  }

  private boolean flag(JsonNode node, String name) {
    if (!node.path(name).isBoolean()) {
      throw invalid("it has no true or false for (" + name + ")");
    }
    return node.path(name).booleanValue();
  }

  private int integer(JsonNode node, String name) {
    return whole(node.path(name), "(" + name + ")");
  }

  private int integer(JsonNode list, int index) {
    return whole(list.path(index), "a token of (post_processor)");
  }

  private int whole(JsonNode value, String what) {
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw invalid("it has no whole number for " + what);
    }
    return value.intValue();
  }

  private InvalidInputException unsupported(String member, String type) {
    return invalid("its " + member + " is of the type (" + type + "), which is not supported");
  }

  private InvalidInputException invalid(String what) {
    return new InvalidInputException(
        "The tokenizer (" + file + ") cannot be followed: " + what + ".",
        "take the tokenizer.json or vocab.txt of a BERT-like model, or tokenize beforehand: see"
            + " docs/dataset.md.");
  }
}
