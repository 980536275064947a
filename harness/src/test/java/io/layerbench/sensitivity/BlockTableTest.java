package io.layerbench.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerbench.base.InvalidInputException;
import io.layerbench.base.Precision;
import io.layerbench.quantize.Operands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockTableTest {

  private static final List<String> LAYERS = List.of("stem", "b0.x", "b0.y");
  private static final Map<String, List<String>> BLOCKS = Blocks.byScope(LAYERS);

  /** 90 of 100 labels by FP32; the simulation loses some of them and hits none besides. */
  private static SensitivityRow row(
      String unit, UnitKind kind, Mode mode, Precision precision, @Nullable Integer lost) {
    return new SensitivityRow(
        unit,
        kind,
        mode,
        precision,
        Operands.WEIGHTS_AND_ACTIVATIONS,
        10,
        100,
        0.1,
        null,
        null,
        lost == null
            ? null
            : Agreement.of(new Predictions(100, 0, 100 - lost, 100, 90 - lost, lost, 0)));
  }

  private static BlockTable table(SensitivityRow... rows) {
    return BlockTable.of(new SensitivityTable("0".repeat(64), "s", List.of(rows)), BLOCKS, LAYERS);
  }

  @Test
  void blocksAloneStandUnderFp32() {
    BlockTable table =
        table(
            row("stem", UnitKind.BLOCK, Mode.ONLY, Precision.INT8, 10),
            row("stem", UnitKind.BLOCK, Mode.ALL_BUT, Precision.INT8, 20),
            row("stem", UnitKind.LAYER, Mode.ONLY, Precision.INT8, 10),
            row("b0", UnitKind.BLOCK, Mode.ONLY, Precision.INT4, 1),
            row("model", UnitKind.MODEL, Mode.ONLY, Precision.INT8, 30));

    assertThat(table.rows())
        .extracting(one -> one.block() + " " + one.precision() + " " + one.correct())
        .containsExactly("none FP32 90", "stem INT8 80", "b0 INT4 89", "model INT8 60");
    assertThat(table.rows())
        .extracting(BlockAccuracy::layers)
        .containsExactly(List.of(), List.of("stem"), List.of("b0.x", "b0.y"), LAYERS);
    BlockAccuracy stem = table.rows().get(1);
    assertThat(stem.percent()).isEqualTo(80);
    // Wilson's interval of 80 of 100.
    assertThat(stem.interval().low()).isCloseTo(71.11, within(0.01));
    assertThat(stem.interval().high()).isCloseTo(86.66, within(0.01));
    BlockAccuracy.Drop drop = Objects.requireNonNull(stem.drop());
    assertThat(drop.points()).isEqualTo(10);
    assertThat(drop.isShown()).isTrue();
    assertThat(Objects.requireNonNull(table.rows().get(2).drop()).isShown()).isFalse();
  }

  @Test
  void withoutLabelsOrBlocksThereIsNoTable() {
    assertThat(table(row("stem", UnitKind.BLOCK, Mode.ONLY, Precision.INT8, null)).rows())
        .isEmpty();
    assertThat(
            table(
                    row("stem", UnitKind.LAYER, Mode.ONLY, Precision.INT8, 1),
                    row("model", UnitKind.MODEL, Mode.ONLY, Precision.INT8, 1))
                .rows())
        .isEmpty();
  }

  @Test
  void theFileIsReadBackAsItWas(@TempDir Path folder) throws IOException {
    BlockTable table =
        table(
            row("b0", UnitKind.BLOCK, Mode.ONLY, Precision.INT8, 3),
            row("model", UnitKind.MODEL, Mode.ONLY, Precision.INT8, 9));
    Path file = Files.writeString(folder.resolve("blocks.csv"), table.text());

    assertThat(BlockTable.read(file).text()).isEqualTo(table.text());
    assertThat(table.text()).contains("b0,2,10,int8,100,87,87.0000,").contains("b0.x; b0.y");
    for (String broken : List.of("int8,100,870,", "fp32,100,87,", "int8,0,87,")) {
      Files.writeString(file, table.text().replace("int8,100,87,", broken));
      assertThatThrownBy(() -> BlockTable.read(file))
          .as(broken)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("line 4");
    }
  }

  @Test
  void blocksKnownByNameHaveTheLayersWithin() {
    List<String> layers = List.of("layer1.0.a", "layer1.0.b", "layer1.00", "layer2.0.a", "x");
    assertThat(Blocks.named(layers, List.of("layer1.0", "layer1", "layer2", "x", "gone")))
        .isEqualTo(
            Map.of(
                "layer1.0", List.of("layer1.0.a", "layer1.0.b"),
                "layer1", List.of("layer1.00"),
                "layer2", List.of("layer2.0.a"),
                "x", List.of("x")));
  }
}
