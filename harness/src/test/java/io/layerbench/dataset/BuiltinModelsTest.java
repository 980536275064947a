package io.layerbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Digests;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.UsageException;
import io.layerbench.onnx.ModelReader;
import io.layerbench.onnx.network.MobileNetV2;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltinModelsTest {

  private final Path dir;

  BuiltinModelsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void writesTheNetworkWithoutData() throws Exception {
    BuiltinModels.ModelFiles files =
        BuiltinModels.write(BuiltinModels.MOBILENETV2, dir.resolve("new/folder"));

    assertThat(files.dataset()).isNull();
    assertThat(files.model()).hasFileName("mobilenetv2.onnx");
    assertThat(Digests.sha256(files.model())).isEqualTo(MobileNetV2.of(1).sha256());
    assertThat(ModelReader.read(files.model()).opset()).isEqualTo(17);
  }

  @Test
  void m5ComesWithItsData() {
    BuiltinModels.ModelFiles files = BuiltinModels.write(BuiltinModels.M5, dir);

    assertThat(files.model()).exists();
    assertThat(files.dataset()).isNotNull().exists();
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> BuiltinModels.write("builtin:vgg", dir))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("(builtin:vgg)")
        .hasMessageContaining("builtin:m5, builtin:resnet18, builtin:mobilenetv2");
  }

  @Test
  void saysWhereItCannotBeWritten() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "");

    assertThatThrownBy(() -> BuiltinModels.write(BuiltinModels.MOBILENETV2, file))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(file.toString());
  }
}
