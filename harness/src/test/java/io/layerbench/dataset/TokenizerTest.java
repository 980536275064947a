package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.MiniLm;
import io.layerbench.TestAssets;
import io.layerbench.base.Digests;
import io.layerbench.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our tokenizer against the vectors of another: wordpiece-golden.json was made by the Hugging Face
 * tokenizers, as it says itself, from the same tokenizer.json and the sentences in it.
 */
class TokenizerTest {

  private final Path dir;

  TokenizerTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private record Vector(String text, List<Integer> ids) {}

  private record Golden(String madeBy, Map<String, String> sst2IdsSha256, List<Vector> vectors) {}

  private static Golden golden() throws IOException {
    try (InputStream in =
        TokenizerTest.class.getResourceAsStream("/datasets/wordpiece-golden.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Json.parse(text, Golden.class, "wordpiece-golden.json");
    }
  }

  @Test
  void followsAnotherImplementationToTheNumber() throws IOException {
    Tokenizer tokenizer = HuggingFaceTokenizer.read(MiniLm.tokenizer(dir), 64, "");
    List<Vector> ours = new ArrayList<>();
    golden().vectors().forEach(v -> ours.add(new Vector(v.text(), tokenizer.tokens(v.text()))));
    assertThat(ours).hasSizeGreaterThan(60).isEqualTo(golden().vectors());
  }

  @Test
  void followsItFromAVocabularyWithoutRulesToo() throws IOException {
    Path json = MiniLm.tokenizer(dir);
    List<String> tokens = new ArrayList<>();
    Json.read(json, tools.jackson.databind.JsonNode.class)
        .path("model")
        .path("vocab")
        .propertyNames()
        .forEach(tokens::add);
    Files.writeString(dir.resolve("vocab.txt"), String.join("\n", tokens) + "\n");
    Fields fields =
        new Fields("here", Json.tree("{\"file\": \"vocab.txt\", \"max_length\": 64}", "here"));
    Tokenizer tokenizer = TokenizerReader.read(fields, new DataRoot(dir));
    for (Vector vector : golden().vectors()) {
      assertThat(tokenizer.tokens(vector.text())).as(vector.text()).isEqualTo(vector.ids());
    }
  }

  /** The digest is of the numbers, with spaces between them and a line per sentence. */
  @Test
  void followsItOnEverySentenceOfSst2() throws IOException {
    Tokenizer tokenizer = HuggingFaceTokenizer.read(MiniLm.tokenizer(dir), 64, "");
    Map<String, String> ours = new LinkedHashMap<>();
    for (String name : golden().sst2IdsSha256().keySet()) {
      Path file = TestAssets.require("sst2/" + name + ".tsv");
      String numbers =
          Csv.lines(file).stream()
              .map(line -> tokenizer.tokens(line.substring(0, line.indexOf('\t'))))
              .map(ids -> ids.stream().map(String::valueOf).collect(Collectors.joining(" ")))
              .collect(Collectors.joining("\n"));
      ours.put(name, Digests.sha256(numbers));
    }
    assertThat(ours).hasSize(2).isEqualTo(golden().sst2IdsSha256());
  }
}
