package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.MiniLm;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/dataset.md work as they stand there. */
class DatasetDocTest {

  private final Path dir;

  DatasetDocTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static List<String> examples() throws IOException {
    String page = Files.readString(Path.of("../docs/dataset.md"));
    return Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private Dataset read(int example) throws IOException {
    return new DataFolder(dir).put("dataset.json", examples().get(example)).read();
  }

  @Test
  void readsImagesWithATable() throws IOException {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(300, 260, BufferedImage.TYPE_INT_RGB), "jpeg", image);
    DataFolder folder = new DataFolder(dir);
    folder.put("images/one.jpg", image.toByteArray()).put("images/two.jpg", image.toByteArray());
    folder.put("labels.csv", "file,class,use\none.jpg,1,calibrate\ntwo.jpg,2,evaluate\n");
    Dataset dataset = read(0);
    assertThat(dataset.scoredOutput()).hasValue("logits");
    assertThat(dataset.inputShapes().get("input")).containsExactly(1, 3, 224, 224);
    float[] black = dataset.evaluate().get(0).input("input").toFloats();
    assertThat(black[0]).isEqualTo((float) (-0.485 / 0.229), within(1e-6f));
  }

  @Test
  void readsSeparateParts() throws IOException {
    DataFolder folder = new DataFolder(dir);
    folder.put("data_batch_1.bin", new byte[3073]).put("test_batch.bin", new byte[2 * 3073]);
    assertThat(read(1).evaluate().get(1).label()).hasValue(0);
  }

  @Test
  void readsSeveralInputs() throws IOException {
    DataFolder folder = new DataFolder(dir);
    String header = "{'descr': '<i8', 'fortran_order': False, 'shape': (2, 64), }\n";
    byte[] npy = new byte[10 + header.length() + 2 * 64 * 8];
    byte[] start =
        ("?NUMPY\1\0" + (char) header.length() + "\0" + header)
            .getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(start, 0, npy, 0, start.length);
    npy[0] = (byte) 0x93;
    folder.put("calibrate_ids.npy", npy).put("calibrate_mask.bin", new byte[2 * 64]);
    folder.put("ids/a.ids", new byte[512]).put("mask/a.mask", new byte[64]);
    Dataset dataset = read(2);
    assertThat(dataset.task()).isEqualTo(Task.NONE);
    assertThat(dataset.evaluate().get(0).label()).isEmpty();
    assertThat(dataset.evaluate().get(0).inputs()).containsOnlyKeys("input_ids", "attention_mask");
  }

  @Test
  void readsSentences() throws IOException {
    DataFolder folder = new DataFolder(dir);
    Files.move(MiniLm.tokenizer(dir), dir.resolve("tokenizer.json"));
    folder.put("train.tsv", "\"so-called\" fun\t0\n").put("dev.tsv", "fun\t1\n");
    Dataset dataset = read(3);
    assertThat(dataset.evaluate().get(0).label()).hasValue(1);
    assertThat(dataset.inputShapes())
        .containsOnlyKeys("input_ids", "attention_mask", "token_type_ids");
  }
}
