package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.MiniLm;
import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.TensorData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datasets whose inputs are made from sentences. */
class TextDatasetTest {

  private static final String JSON =
      """
      {
        "format_version": 1,
        "name": "two moods",
        "task": "classification",
        "classes": 2,
        "tokenizer": {"file": "vocab.txt", "max_length": 6},
        "inputs": {
          "ids": {"tokens": "ids"},
          "mask": {"tokens": "mask", "steps": [{"step": "dtype", "to": "int32"}]},
          "types": {"tokens": "types"}
        },
        "items": {
          "labels": {
            "type": "csv", "file": "t.csv",
            "text_column": "sentence", "label_column": "mood", "use_column": "use"
          }
        }
      }
      """;

  private static final String TABLE =
      """
      sentence,mood,use
      "Good, good!",1,calibrate
      bad,0,evaluate
      a very good badness,1,evaluate
      """;

  private static final String VOCABULARY =
      "[PAD]\n[UNK]\n[CLS]\n[SEP]\ngood\nbad\n##ness\n,\na\nvery\n";

  private static final String TOKENIZER =
      """
      {
        "added_tokens": [
          {"id": 3, "content": "[SEP]", "single_word": false, "normalized": false}
        ],
        "normalizer": {
          "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
          "strip_accents": null, "lowercase": true
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
        "model": {
          "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
          "max_input_chars_per_word": 100,
          "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "good": 4, "bad": 5}
        }
      }
      """;

  private final Path dir;

  TextDatasetTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private DataFolder valid() {
    return new DataFolder(dir)
        .put("dataset.json", JSON)
        .put("t.csv", TABLE)
        .put("vocab.txt", VOCABULARY)
        .put("tokenizer.json", TOKENIZER);
  }

  private static void refused(DataFolder folder, String... parts) {
    assertThatThrownBy(folder::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "vocab.txt | absent.txt | (absent.txt)",
        "\"max_length\": 6 | \"max_length\": 2 | no room for words",
        "\"max_length\": 6 | \"max_length\": 0 | positive",
        "\"max_length\": 6 | \"max_length\": 6, \"cased\": true | (cased)",
        "\"max_length\": 6 | \"max_length\": 6, \"lowercase\": 1 | true or false",
        "\"tokens\": \"types\" | \"tokens\": \"type_ids\" | (type_ids)",
        "{\"tokens\": \"types\"} | {} | lacks (sources)",
        "\"text_column\": \"sentence\", | | (text_column)",
        "\"text_column\": \"sentence\" | \"text_column\": \"text\" | (text)",
        "\"type\": \"csv\" | \"type\": \"csv\", \"separator\": \"tab\" | t.csv",
        "\"type\": \"csv\" | \"type\": \"csv\", \"separator\": \";\" | (;)",
        "\"type\": \"csv\" | \"type\": \"csv\", \"header\": false | has no column",
        "\"items\": { | \"items\": {\"sources\": {\"ids\": {}}, | (sources)",
      })
  void refusesAnInvalidFileNamingThePlace(String old, String by, String part) {
    refused(valid().edit(old, by == null ? "" : by), part);
  }

  @Test
  void refusesATokenizerWithoutUseAndTokensWithoutTokenizer() {
    refused(
        valid().edit("\"tokenizer\": {\"file\": \"vocab.txt\", \"max_length\": 6},", ""),
        "lacks (tokenizer)");
    refused(
        DataFolder.valid(dir)
            .put("vocab.txt", VOCABULARY)
            .edit(
                "\"inputs\"",
                "\"tokenizer\": {\"file\": \"vocab.txt\", \"max_length\": 6}, \"inputs\""),
        "no input takes");
  }

  @Test
  void refusesSentencesAndLabelsThatAreNone() {
    refused(valid().put("t.csv", TABLE.replace("bad,0", "\" \",0")), "t.csv", "(3)", "empty");
    refused(valid().put("t.csv", TABLE.replace("bad,0", "bad,2")), "t.csv line 3", "(2)");
    refused(valid().put("t.csv", TABLE.replace("bad,0", "bad,-1")), "t.csv", "(3)", "(-1)");
    byte[] broken = TABLE.getBytes(StandardCharsets.UTF_8);
    broken[TABLE.indexOf("very")] = (byte) 0xc3;
    refused(valid().put("t.csv", broken), "t.csv", "not text in UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"[UNK]", "[CLS]", "[SEP]", "[PAD]"})
  void refusesAVocabularyWithoutTheTokensItNeeds(String token) {
    refused(
        valid().put("vocab.txt", VOCABULARY.replace(token, "other")),
        "vocab.txt",
        "(" + token + ")");
  }

  @Test
  void refusesAVocabularyThatRepeatsATokenOrIsNoText() {
    refused(valid().put("vocab.txt", VOCABULARY + "bad\n"), "vocab.txt", "line (11)", "(bad)");
    refused(valid().put("vocab.txt", new byte[] {(byte) 0xff}), "vocab.txt", "UTF-8");
    refused(valid().put("vocab.txt", ""), "vocab.txt", "([UNK])");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"WordPiece\" | \"BPE\" | (BPE)",
        "BertNormalizer | Lowercase | (Lowercase)",
        "BertPreTokenizer | ByteLevel | (ByteLevel)",
        "BertProcessing | RobertaProcessing | (RobertaProcessing)",
        "\"[UNK]\": 1, | | ([UNK])",
        "\"[PAD]\": 0, | | ([PAD])",
        "\"good\": 4 | \"good\": \"4\" | (good)",
        "\"good\": 4 | \"good\": 4, \"good\": 5 | good",
        "\"single_word\": false | \"single_word\": true | ([SEP])",
        "\"normalized\": false | \"normalized\": true | ([SEP])",
        "\"clean_text\": true, | | (clean_text)",
        "[\"[SEP]\", 3] | [\"[SEP]\"] | (post_processor)",
        "\"unk_token\": \"[UNK]\", | | (unk_token)",
        "{ | [ | tokenizer.json",
      })
  void refusesATokenizerThatItCannotFollow(String old, String by, String part) {
    refused(
        valid()
            .edit("vocab.txt", "tokenizer.json")
            .put("tokenizer.json", TOKENIZER.replace(old, by == null ? "" : by)),
        "tokenizer.json",
        part);
  }

  private static long[] longs(TensorData data) {
    long[] values = new long[(int) data.elements()];
    data.bytes().asLongBuffer().get(values);
    return values;
  }

  @Test
  void makesTheTensorsOfASentenceCutAndPadded() {
    Dataset dataset = valid().read();
    assertThat(dataset.inputTypes())
        .containsEntry("ids", ElementType.INT64)
        .containsEntry("mask", ElementType.INT32);
    assertThat(Objects.requireNonNull(dataset.inputShapes().get("ids"))).containsExactly(1, 6);
    Item good = dataset.calibrate().get(0);
    assertThat(longs(good.input("ids"))).containsExactly(2, 4, 7, 4, 1, 3);
    Item bad = dataset.evaluate().get(0);
    assertThat(bad.label()).hasValue(0);
    assertThat(longs(bad.input("ids"))).containsExactly(2, 5, 3, 0, 0, 0);
    assertThat(bad.input("mask").bytes().getInt(8)).isEqualTo(1);
    assertThat(bad.input("mask").bytes().getInt(12)).isEqualTo(0);
    assertThat(longs(bad.input("types"))).containsOnly(0);
    Item cut = dataset.evaluate().get(1);
    assertThat(longs(cut.input("ids"))).containsExactly(2, 8, 9, 4, 5, 3);
  }

  @Test
  void readsATokenizerWithItsOwnRules() {
    DataFolder folder = valid().edit("vocab.txt", "tokenizer.json");
    folder.put("t.csv", TABLE.replace("bad,0", "BÀD [SEP] bad [sep],0"));
    Item item = folder.read().evaluate().get(0);
    assertThat(longs(item.input("ids"))).containsExactly(2, 5, 3, 5, 1, 3);
    folder.put(
        "tokenizer.json", TOKENIZER.replace("\"strip_accents\": null", "\"strip_accents\": false"));
    assertThat(longs(folder.read().evaluate().get(0).input("ids")))
        .containsExactly(2, 1, 3, 5, 1, 3);
  }

  @Test
  void keepsCapitalsWhereTheVocabularyHasThem() {
    DataFolder folder =
        valid().edit("\"max_length\": 6", "\"max_length\": 6, \"lowercase\": false");
    assertThat(longs(folder.read().calibrate().get(0).input("ids")))
        .containsExactly(2, 1, 7, 4, 1, 3);
  }

  @Test
  void anotherVocabularyIsAnotherDataset() {
    String digest = valid().read().sha256();
    assertThat(valid().read().sha256()).isEqualTo(digest);
    assertThat(valid().put("vocab.txt", VOCABULARY + "new\n").read().sha256()).isNotEqualTo(digest);
    assertThat(valid().put("t.csv", TABLE.replace("bad,0", "badly,0")).read().sha256())
        .isNotEqualTo(digest);
  }

  @Test
  void readsTheRealSentencesWithoutAHeader() {
    Dataset dataset = Dataset.read(MiniLm.dataset(dir));
    assertThat(dataset.calibrate().size()).isEqualTo(256);
    assertThat(dataset.evaluate().size()).isEqualTo(872);
    Item first = dataset.evaluate().get(0);
    assertThat(first.label()).hasValue(0);
    // "one long string of cliches"
    assertThat(longs(first.input("input_ids")))
        .startsWith(101, 2028, 2146, 5164, 1997)
        .endsWith(0)
        .hasSize(64);
  }
}
