package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

  private final Path dir;

  DatasetTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private void refused(DataFolder folder, String... parts) {
    assertThatThrownBy(folder::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"format_version\": 1 | \"format_version\": 2 | format_version",
        "\"format_version\": 1, | | format_version",
        "\"format_version\": 1 | \"format_version\": \"1\" | whole number",
        "\"classes\": 10 | \"classes\": 1e1 | whole number",
        "\"classes\": 10 | \"classes\": 0 | positive",
        "\"classes\": 10 | \"clases\": 10 | (clases)",
        "\"classes\": 10 | \"classes\": 10, \"classes\": 10 | classes",
        "\"classes\": 10 | \"classes\": 9 | labels.csv line 3",
        "\"classes\": 10 | \"label_offset\": -1 | labels.csv line 2",
        "\"name\": \"tiny\" | \"name\": null | name",
        "classification | regression | (regression)",
        "\"step\": \"scale\" | \"step\": \"frobnicate\" | x.steps[0] has an unknown step (frobnicate)",
        "\"divide_by\": 2 | \"divide_by\": 0 | divides by zero",
        "\"divide_by\": 2 | \"divide_by\": 1e999 | finite",
        "\"divide_by\": 2 | \"divide_by\": [] | number",
        "\"divide_by\": 2 | \"divide_by\": [1, 2] | x.steps[0] for the item (a)",
        "\"divide_by\": 2 | \"divide_by\": 2, \"by\": 2 | (by)",
        "{\"step\": \"scale\" | {\"step\": \"decode\"}, {\"step\": \"scale\" | nothing to decode",
        "{\"step\": \"scale\" | {\"step\": \"offset\", \"add\": 1}, {\"step\": \"decode\"}, {\"step\": \"scale\" | steps[1] decodes",
        "\"int8\" | \"int9\" | (int9)",
        "[3] | [4, -1] | positive",
        "[3] | [5] | x.bin",
        "[3] | [65536, 65536] | larger than",
        "[3] | [2] | (6) items where there are (4) rows",
        "x.bin | y.bin | (y.bin)",
        "x.bin | . | not a regular file",
        "labels.csv | absent.csv | (absent.csv)",
        "\"type\": \"raw\" | \"type\": \"zip\" | (zip)",
        "\"type\": \"csv\" | \"type\": \"tsv\" | (tsv)",
        "\"type\": \"csv\" | \"type\": \"csv\", \"label_column\": \"label\" | (label)",
        "\"type\": \"csv\" | \"type\": \"csv\", \"use_column\": \"split\" | (split)",
        "\"sources\": {\"x\" | \"sources\": {\"y\" | [y] where the inputs are [x]",
        "\"items\": { | \"calibrate\": {}, \"items\": { | (items)",
      })
  void refusesAnInvalidFileNamingThePlace(String old, String by, String part) {
    refused(DataFolder.valid(dir).edit(old, by == null ? "" : by), part);
  }

  @Test
  void refusesAWholeNumberBeyondADouble() {
    String huge = "\"divide_by\": 1" + "0".repeat(400);
    refused(DataFolder.valid(dir).edit("\"divide_by\": 2", huge), "finite");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,0,evaluate | a,-1,evaluate | line or item (2) has a negative label (-1)",
        "a,0,evaluate | a,zero,evaluate | (zero)",
        "a,0,evaluate | a,10,evaluate | labels.csv line 2",
        "a,0,evaluate | a,99999999999,evaluate | (99999999999)",
        "a,0,evaluate | a,0,test | (test)",
        "a,0,evaluate | a,0 | line (2) has (2) fields",
        "a,0,evaluate | \"a,0,evaluate | quote",
        "b,9 | a,9 | line or item (3) has an empty or repeated name (a)",
        "d,3,ignore | | (3) rows",
        "calibrate | evaluate | no row for (calibrate)",
        "file,class,use | file,class,class | twice",
        "file,class,use | file,class,split | calibrate and evaluate",
        "file,class,use | file,label,use | no labels to evaluate",
      })
  void refusesAnInvalidTableNamingTheLine(String old, String by, String part) {
    String table = DataFolder.TABLE.replace(old, by == null ? "" : by);
    refused(DataFolder.valid(dir).put("labels.csv", table.replace("\n\n", "\n")), part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.bin", "in/../../x.bin", "/etc/hostname", "C:/x.bin", "in/x\\u0000"})
  void readsNothingOutsideItsFolder(String path) throws IOException {
    Files.createDirectories(dir.resolve("in/in"));
    DataFolder.valid(dir);
    DataFolder inner = DataFolder.valid(dir.resolve("in")).edit("x.bin", path);
    refused(inner, "relative to the data folder");
  }

  @Test
  void followsNoLinkOutOfItsFolder() throws IOException {
    DataFolder.valid(dir);
    DataFolder inner = DataFolder.valid(dir.resolve("in")).edit("x.bin", "link.bin");
    Files.createSymbolicLink(dir.resolve("in/link.bin"), dir.resolve("x.bin"));
    refused(inner, "(link.bin)", "leads out");
    Files.delete(dir.resolve("in/link.bin"));
    Files.createSymbolicLink(dir.resolve("in/link.bin"), dir.resolve("in/x.bin"));
    assertThat(inner.read().evaluate().size()).isEqualTo(2);
  }

  @Test
  void refusesAFileOfTheFolderThatTheTableNamesOutside() {
    DataFolder folder =
        DataFolder.valid(dir)
            .edit("\"file\": \"x.bin\"", "\"folder\": \"items\"")
            .put("items/a", new byte[3])
            .put("labels.csv", DataFolder.TABLE.replace("b,9", "../x.bin,9"));
    refused(folder, "labels.csv line 3", "leaves the data folder");
  }

  @Test
  void refusesAnEmptyDatasetFileAndAFolder() throws IOException {
    Files.writeString(dir.resolve("empty.json"), "");
    assertThatThrownBy(() -> Dataset.read(dir.resolve("empty.json")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Dataset.read(dir)).isInstanceOf(InvalidInputException.class);
    DataFolder.valid(dir);
    assertThatThrownBy(() -> Dataset.read(dir.resolve("dataset.json"), dir.resolve("absent")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("absent");
  }

  @Test
  void saysThatAFileShrankWhileItWasUsed() throws IOException {
    Dataset dataset = DataFolder.valid(dir).read();
    Files.write(dir.resolve("x.bin"), new byte[4]);
    assertThatThrownBy(() -> dataset.evaluate().get(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("changed while it was used");
  }

  @Test
  void refusesInputsThatCalibrationAndEvaluationGiveDifferently() {
    DataFolder folder =
        DataFolder.valid(dir)
            .edit(
                "\"items\": {",
                "\"calibrate\": {\"sources\": {\"x\": {\"type\": \"raw\","
                    + " \"file\": \"x.bin\", \"dtype\": \"int8\", \"shape\": [4]}}}, \"evaluate\": {");
    refused(folder, "(x)", "[4] to calibrate");
  }

  @Test
  void keepsCalibrationAndEvaluationApart() {
    Dataset dataset = DataFolder.valid(dir).edit("\"classes\": 10", "\"label_offset\": 1").read();
    assertThat(dataset.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(dataset.scoredOutput()).isEmpty();
    assertThat(dataset.classAxis()).isEqualTo(-1);
    assertThat(dataset.inputShapes()).hasSize(1);
    assertThat(dataset.inputShapes().get("x")).containsExactly(1, 3);
    assertThat(dataset.inputTypes()).containsEntry("x", ElementType.FLOAT);
    assertThat(dataset.calibrate().size()).isEqualTo(1);
    Item calibrate = dataset.calibrate().get(0);
    assertThat(calibrate.id()).isEqualTo("b");
    assertThat(calibrate.label()).isEqualTo(OptionalInt.of(10));
    assertThat(calibrate.input("x").toFloats()).containsExactly(1.5f, 2, 2.5f);
    assertThat(dataset.evaluate().size()).isEqualTo(2);
    assertThat(dataset.evaluate().get(1).input("x").shape()).containsExactly(1, 3);
    assertThat(dataset.evaluate().get(1).input("x").toFloats()).containsExactly(3, 3.5f, 4);
  }

  @Test
  void readsTablesWithMarksQuotesAndWindowsLineEnds() {
    String table =
        "\ufeff" + DataFolder.TABLE.replace("a,", "\"a, \"\"b\"\"\",").replace("\n", "\r\n");
    Dataset dataset = DataFolder.valid(dir).put("labels.csv", table).read();
    assertThat(dataset.evaluate().get(0).id()).isEqualTo("a, \"b\"");
  }

  @Test
  void givesTheSameDigestElsewhereAndAnotherForOtherData() {
    String digest = DataFolder.valid(dir.resolve("one")).read().sha256();
    assertThat(digest).matches("[0-9a-f]{64}");
    DataFolder two = DataFolder.valid(dir.resolve("two"));
    assertThat(two.read().sha256()).isEqualTo(digest);
    assertThat(two.put("x.bin", new byte[12]).read().sha256()).isNotEqualTo(digest);
    DataFolder three = DataFolder.valid(dir.resolve("three"));
    three.put("labels.csv", DataFolder.TABLE.replace("a,0", "a,1"));
    assertThat(three.read().sha256()).isNotEqualTo(digest);
  }

  @Test
  void choosesTheSameItemsForTheSameSeedInTheirOrder() {
    Items all =
        new Selection(DataFolder.valid(dir).read().evaluate(), List.of(0, 1, 1, 0, 1, 0, 0, 1));
    Selection some = (Selection) all.limit(5, 7);
    assertThat(some.indexes()).hasSize(5).doesNotHaveDuplicates().isSorted();
    assertThat(some).isEqualTo(all.limit(5, 7));
    assertThat(some).isNotEqualTo(all.limit(5, 8));
    assertThat(all.limit(8, 1)).isSameAs(all);
    assertThatThrownBy(() -> all.limit(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
