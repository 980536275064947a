package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.ElementType;
import io.layerbench.base.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources other than images, and label files other than tables. */
class SourcesTest {

  private static final String SEPARATE =
      """
      {
        "format_version": 1,
        "name": "two parts",
        "task": "classification",
        "inputs": {"x": {}},
        "calibrate": {"sources": {"x": SOURCE}},
        "evaluate": {"sources": {"x": SOURCE}, "labels": LABELS}
      }
      """;

  private final Path dir;

  SourcesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private Dataset read(String source, String labels) {
    String json =
        SEPARATE
            .replace("SOURCE", source)
            .replace(", \"labels\": LABELS", labels.isEmpty() ? "" : ", \"labels\": " + labels);
    return new DataFolder(dir).put("dataset.json", json).read();
  }

  private void refused(String source, String labels, String... parts) {
    assertThatThrownBy(() -> read(source, labels))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  private void put(String name, byte[] bytes) {
    new DataFolder(dir).put(name, bytes);
  }

  private static byte[] npy(int version, String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate((version == 2 ? 12 : 10) + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 2) {
      bytes.putInt(text.length);
    } else {
      bytes.putShort((short) text.length);
    }
    return bytes.put(text).put(data).array();
  }

  private static String dictionary(String type, boolean fortran, String shape) {
    return "{'descr': '"
        + type
        + "', 'fortran_order': "
        + (fortran ? "True" : "False")
        + ", 'shape': "
        + shape
        + ", }   \n";
  }

  private static final String NPY = "{\"type\": \"npy\", \"file\": \"x.npy\"}";
  private static final String LINES = "{\"type\": \"lines\", \"file\": \"y.txt\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<f4 ; true ; (2, 3) ; Fortran",
        ">f4 ; false ; (2, 3) ; (>f4)",
        "|O ; false ; (2, 3) ; (|O)",
        "<f4 ; false ; () ; no items",
        "<f4 ; false ; (0, 3) ; no items",
        "<f4 ; false ; (3, 3) ; x.npy",
        "<f4 ; false ; (1, 3) ; (2) items",
        "<f4 ; false ; (99999999999, 3) ; too large",
        "<f4 ; false ; (2, -3) ; damaged",
        "<f4 ; false ; (1, 65536, 65536) ; larger than",
      })
  void refusesNpyFilesItCannotRead(String type, boolean fortran, String shape, String part) {
    put("x.npy", npy(1, dictionary(type.strip(), fortran, shape), new byte[24]));
    refused(NPY, LINES, part);
  }

  @Test
  void refusesDamagedNpyHeaders() {
    put("x.npy", new byte[100]);
    refused(NPY, LINES, "not a .npy file");
    put("x.npy", new byte[5]);
    refused(NPY, LINES, "ends inside");
    put("x.npy", npy(3, dictionary("<f4", false, "(2, 3)"), new byte[24]));
    refused(NPY, LINES, "version (3)");
    put(
        "x.npy",
        npy(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", new byte[8]));
    refused(NPY, LINES, "structured");
    byte[] endless = npy(2, dictionary("<f4", false, "(2, 3)"), new byte[24]);
    Arrays.fill(endless, 8, 12, (byte) 0x7f);
    put("x.npy", endless);
    refused(NPY, LINES, "header of");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsNpyItems(int version) {
    ByteBuffer data = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < 6; i++) {
      data.putLong(i - 3);
    }
    put("x.npy", npy(version, dictionary("<i8", false, "(2, 3)"), data.array()));
    put("y.txt", "4\n5\n".getBytes(StandardCharsets.UTF_8));
    Dataset dataset = read(NPY, LINES);
    Item item = dataset.evaluate().get(1);
    assertThat(item.label()).hasValue(5);
    assertThat(item.input("x").type()).isEqualTo(ElementType.INT64);
    assertThat(item.input("x").shape()).containsExactly(1, 3);
    assertThat(item.input("x").bytes().getLong(16)).isEqualTo(2);
    assertThat(dataset.calibrate().get(0).label()).isEmpty();
  }

  @Test
  void readsLabelsFromArrays() {
    put("x.npy", npy(1, dictionary("|u1", false, "(2,)"), new byte[] {1, 2}));
    String labels = "{\"type\": \"npy\", \"file\": \"y.npy\"}";
    put("y.npy", npy(1, dictionary("<i4", false, "(2,)"), new byte[] {7, 0, 0, 0, 1, 1, 0, 0}));
    assertThat(read(NPY, labels).evaluate().get(1).label()).hasValue(257);
    put("y.npy", npy(1, dictionary("<i4", false, "(2, 1)"), new byte[8]));
    refused(NPY, labels, "[2, 1]");
    String raw = "{\"type\": \"raw\", \"file\": \"y.bin\", \"dtype\": \"int8\"}";
    put("y.bin", new byte[] {3, 127});
    assertThat(read(NPY, raw).evaluate().get(1).label()).hasValue(127);
    put("y.bin", new byte[] {3, -1});
    refused(NPY, raw, "item (2)", "(-1.0)");
    put("y.bin", new byte[] {3});
    refused(NPY, raw, "(2) items where there are (1)");
    put("y.bin", new byte[] {});
    refused(NPY, raw, "empty");
  }

  @Test
  void readsCifarWithItsOwnLabels() {
    String source = "{\"type\": \"cifar\", \"file\": \"c.bin\"}";
    byte[] items = new byte[2 * 3073];
    items[3073] = 9;
    items[3074] = -1;
    put("c.bin", items);
    Item item = read(source, "").evaluate().get(1);
    assertThat(item.label()).hasValue(9);
    assertThat(item.input("x").shape()).containsExactly(1, 3, 32, 32);
    assertThat(item.input("x").bytes().get(0)).isEqualTo((byte) -1);
    put("c.bin", Arrays.copyOf(items, 6000));
    refused(source, "", "c.bin", "(3073)");
    put("c.bin", new byte[0]);
    refused(source, "", "c.bin");
  }

  @Test
  void matchesFilesByStemOrByOrder() {
    String source =
        "{\"type\": \"raw\", \"folder\": \"f\", \"dtype\": \"uint8\", \"shape\": [2]MATCH}";
    put("f/a.bin", new byte[] {1, 1});
    put("f/b.bin", new byte[] {2, 2});
    put("t.csv", "file,class\nb.wav,0\na.wav,1\n".getBytes(StandardCharsets.UTF_8));
    String table = "{\"type\": \"csv\", \"file\": \"t.csv\"}";
    Item byName = read(source.replace("MATCH", ""), table).evaluate().get(0);
    assertThat(byName.input("x").bytes().get(0)).isEqualTo((byte) 2);
    String order = source.replace("MATCH", ", \"match\": \"order\"");
    Item byOrder = read(order, table).evaluate().get(0);
    assertThat(byOrder.input("x").bytes().get(0)).isEqualTo((byte) 1);
    put("y.txt", "0\n1\n".getBytes(StandardCharsets.UTF_8));
    refused(source.replace("MATCH", ", \"match\": \"name\""), LINES, "no names");
    put("f/a.npy", new byte[] {1, 1});
    refused(source.replace("MATCH", ""), table, "Several files", "t.csv line 3");
    put("f/a.npy", new byte[] {1, 1, 1});
    refused(order, table, "a.npy", "(3) bytes");
  }
}
