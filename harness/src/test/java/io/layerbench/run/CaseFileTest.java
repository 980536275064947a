package io.layerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFileTest {

  @Test
  void aMissingInputIsAnError(@TempDir Path folder) throws IOException {
    CaseFile.Tensor input =
        new CaseFile.Tensor("x", ElementType.FLOAT, List.of(1L), folder.resolve("none"));
    CaseFile file = new CaseFile(folder, folder, "cpu", 1, List.of(input), null);
    assertThatThrownBy(file::readInputs).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> CaseFile.read(folder.resolve("none.case")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void comesBackAsItWasWithNamesThatPropertiesWouldMangle(@TempDir Path folder) throws IOException {
    CaseFile written =
        new CaseFile(
            folder.resolve("a b=c#.onnx"),
            folder.resolve("identity.onnx"),
            "cpu",
            3,
            List.of(
                new CaseFile.Tensor(
                    " in:put = \\ \n ünï !#\u4e2d",
                    ElementType.UINT8,
                    List.of(1L, 3L, 2L),
                    folder.resolve("0")),
                new CaseFile.Tensor("scalar", ElementType.INT64, List.of(), folder.resolve("1"))),
            new CaseFile.Expected(
                0.001,
                List.of(
                    new CaseFile.Tensor(
                        "inputs.0.name", ElementType.FLOAT, List.of(7L), folder.resolve("2")))));
    Path file = folder.resolve("x.case");
    Files.writeString(file, written.toText());
    assertThat(CaseFile.read(file)).isEqualTo(written);
  }

  @Test
  void readsTheElementsOfTheInputs(@TempDir Path folder) throws IOException {
    Path data = Files.write(folder.resolve("0"), new byte[] {0, 0, -128, 63, 0, 0, 0, 64});
    CaseFile.Tensor input = new CaseFile.Tensor("x", ElementType.FLOAT, List.of(1L, 2L), data);
    CaseFile file = new CaseFile(folder, folder, "cpu", 1, List.of(input), null);
    assertThat(file.readInputs()).containsOnlyKeys("x");
    assertThat(input.read().toFloats()).containsExactly(1, 2);
    assertThat(input.read().bytes().isDirect()).isTrue();
  }
}
