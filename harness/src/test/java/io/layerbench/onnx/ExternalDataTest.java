package io.layerbench.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.Digests;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.SparseTensorProto;
import io.layerbench.onnx.proto.StringStringEntryProto;
import io.layerbench.onnx.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalDataTest {

  @TempDir Path outside = Path.of("");

  private Path folder = Path.of("");
  private final byte[] weights = new byte[4 * 16 * 32];

  @BeforeEach
  void data() throws IOException {
    folder = Files.createDirectory(outside.resolve("model"));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (i % 60);
    }
    byte[] file = new byte[weights.length + 64];
    System.arraycopy(weights, 0, file, 64, weights.length);
    Files.write(outside.resolve("secret.bin"), file);
    Files.write(folder.resolve("data.bin"), file);
  }

  private static TensorProto external(TensorProto tensor, String... fields) {
    TensorProto.Builder external =
        tensor.toBuilder()
            .clearRawData()
            .clearFloatData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < fields.length; i += 2) {
      external.addExternalData(
          StringStringEntryProto.newBuilder().setKey(fields[i]).setValue(fields[i + 1]));
    }
    return external.build();
  }

  private Path write(ModelProto model) throws IOException {
    return Files.write(folder.resolve("m.onnx"), model.toByteArray());
  }

  private Path writeWith(String... fields) throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    TensorProto first = model.getGraph().getInitializer(0);
    model.getGraphBuilder().setInitializer(0, external(first, fields));
    return write(model.build());
  }

  private static void refuses(Path file, String... parts) {
    assertThatThrownBy(() -> ModelReader.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, is absolute",
    "../secret.bin, leads out",
    "sub/../../secret.bin, leads out",
    "./data.bin, not normalised",
    "sub/../data.bin, not normalised",
    "none.bin, does not exist",
    "., not normalised",
    "'', is empty",
  })
  void hostilePaths(String location, String why) throws IOException {
    refuses(writeWith("location", location), "(w1)", why);
  }

  @Test
  void missingLocationAndNulCharacter() throws IOException {
    refuses(writeWith(), "(w1)", "is empty");
    refuses(writeWith("location", "a\0b"), "(w1)", "no valid path");
  }

  @Test
  void foldersAndLinks() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    refuses(writeWith("location", "sub"), "no regular file");
    Files.createSymbolicLink(folder.resolve("link.bin"), outside.resolve("secret.bin"));
    refuses(writeWith("location", "link.bin"), "symbolic link");
    Files.createSymbolicLink(folder.resolve("inner.bin"), folder.resolve("data.bin"));
    refuses(writeWith("location", "inner.bin"), "symbolic link");
    Files.createSymbolicLink(folder.resolve("up"), outside);
    refuses(writeWith("location", "up/secret.bin"), "symbolic link");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 2048, offset (-1)",
    "x, 2048, offset (x)",
    "0, -2048, length (-2048)",
    "0, 99999999999999999999, length",
    "65, 2048, ends outside",
    "9223372036854775807, 2048, ends outside",
    "0, 2047, (2048)",
    "0, 4096, (2048)",
  })
  void impossibleRegions(String offset, String length, String why) throws IOException {
    refuses(writeWith("location", "data.bin", "offset", offset, "length", length), "(w1)", why);
  }

  @Test
  void impossibleDimensions() throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    TensorProto huge =
        model.getGraph().getInitializer(0).toBuilder().setDims(0, Long.MAX_VALUE).build();
    model.getGraphBuilder().setInitializer(0, external(huge, "location", "data.bin"));
    refuses(write(model.build()), "(w1)", "2 GiB");
  }

  @Test
  void sparseConstants() throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    TensorProto values = Tensors.ofFloats("s", new float[] {1}, 1);
    model
        .getGraphBuilder()
        .addSparseInitializer(
            SparseTensorProto.newBuilder().setValues(external(values, "location", "data.bin")));
    refuses(write(model.build()), "(s)", "sparse");
  }

  @Test
  void dataIsReadInAndBelongsToTheIdentity() throws IOException {
    Path file = writeWith("location", "data.bin", "offset", "64", "length", "2048");
    OnnxModel model = ModelReader.read(file);
    TensorProto read = model.proto().getGraph().getInitializer(0);
    assertThat(read.getRawData().toByteArray()).isEqualTo(weights);
    assertThat(read.getExternalDataList()).isEmpty();
    assertThat(read.hasDataLocation()).isFalse();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(Files.readAllBytes(file));
    all.write(weights);
    assertThat(model.sha256()).isEqualTo(Digests.sha256(all.toByteArray()));
  }

  @Test
  void attributesAndSubgraphsAreReadInToo() throws IOException {
    TensorProto value = Tensors.ofFloats("v", new float[8], 8);
    TensorProto elsewhere = external(value, "location", "data.bin", "offset", "64");
    ModelProto.Builder model = TestModels.controlFlow().proto().toBuilder();
    model
        .getGraphBuilder()
        .getNodeBuilder(4)
        .getAttributeBuilder(0)
        .getGBuilder()
        .addInitializer(elsewhere)
        .getNodeBuilder(0)
        .addAttribute(TestGraph.tensor("value", elsewhere));
    ModelWalk walk = ModelWalk.of(ModelReader.read(write(model.build())).proto());
    assertThat(walk.tensors()).noneMatch(ExternalData::isExternal);
    assertThat(walk.tensors().stream().filter(t -> t.getName().equals("v")))
        .hasSize(2)
        .allMatch(t -> t.getRawData().size() == 32);

    Files.delete(folder.resolve("data.bin"));
    refuses(folder.resolve("m.onnx"), "(v)", "does not exist");
  }
}
