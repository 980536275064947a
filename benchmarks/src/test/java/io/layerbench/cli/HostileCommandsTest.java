package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.layerbench.base.ElementType;
import io.layerbench.onnx.Tensors;
import io.layerbench.onnx.TestGraph;
import io.layerbench.onnx.TestModels;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.TensorProto;
import io.layerbench.run.RunFolder;
import io.layerbench.worker.ChildCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile files through the commands: what reaches the terminal, the memory and the runtime. */
class HostileCommandsTest {

  /** Clears the screen, rings, and the one-byte form of the same escape. */
  private static final String EVIL = "\u001b[2J\u0007\u009b31m";

  private static final String FIELD_OF_GRAPH = "\n\0";

  @TempDir private Path folder = Path.of("");

  @Test
  void whatTheRuntimeDoesNotKnowIs6() throws IOException {
    ModelProto.Builder operator = TestModels.mlp().proto().toBuilder();
    operator.getGraphBuilder().getNodeBuilder(1).setOpType("Nonsense");
    refused(operator, "Nonsense");
    ModelProto.Builder domain = TestModels.mlp().proto().toBuilder();
    domain.addOpsetImportBuilder().setDomain("com.example").setVersion(1);
    domain.getGraphBuilder().getNodeBuilder(1).setDomain("com.example");
    refused(domain, "com.example");
    ModelProto.Builder opset = TestModels.mlp().proto().toBuilder();
    opset.getOpsetImportBuilder(0).setVersion(9999);
    refused(opset, "9999");
  }

  @Test
  void aTensorThatFitsInNoMemoryIs6() throws IOException {
    TestGraph huge =
        mlp("huge")
            .longs("shape", 1L << 22, 1L << 23, 8)
            .node("Expand", "grow", "h shape", "z")
            .node("Relu", "relu", "z", "y")
            .output("y");
    Path file = Files.write(folder.resolve("huge.onnx"), huge.model().toBytes());
    Cli.Result result = Cli.here("layers", "--model", file);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("Failed to allocate memory", "more memory than there is");
  }

  @Test
  void aLoopWithoutEndIs6() throws Exception {
    TestGraph body =
        new TestGraph("body", 13)
            .input("i", ElementType.INT64)
            .input("more", ElementType.BOOL)
            .input("v", 1, 8)
            .node("Identity", "", "more", "again")
            .node("Sin", "", "v", "w")
            .output("again", ElementType.BOOL)
            .output("w");
    TestGraph endless =
        mlp("endless")
            .constant(Tensors.ofLongs("trips", new long[] {1L << 62}))
            .constant(
                TensorProto.newBuilder()
                    .setName("true")
                    .setDataType(ElementType.BOOL.onnx())
                    .addInt32Data(1)
                    .build())
            .node("Loop", "loop", "trips true h", "y", TestGraph.graph("body", body))
            .output("y");
    Path file = Files.write(folder.resolve("endless.onnx"), endless.model().toBytes());
    Map<String, String> limit = Map.of("LAYERBENCH_WORKER_LIMIT", "3");
    try (Cli.Running running = Cli.start(folder, limit, "layers", "--model", file)) {
      Cli.Result result = running.await();
      assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
      assertThat(result.err())
          .contains("no sign of life for 3 s", "LAYERBENCH_WORKER_LIMIT")
          .doesNotContain("\tat ");
      assertThat(running.leftInTheEnd()).isEmpty();
    }
  }

  /** Not only read: every layer is calibrated, and some are timed. */
  @Test
  void aModelOfFiveThousandLayersIsMeasured() throws Exception {
    TestGraph many = new TestGraph("many", 13).input("x", 1, 8);
    String input = "x";
    for (int i = 0; i < 5000; i++) {
      many.weights("w" + i, 8, 8).node("MatMul", "m" + i, input + " w" + i, "y" + i);
      input = "y" + i;
    }
    Path file = Files.write(folder.resolve("many.onnx"), many.output(input).model().toBytes());
    Path results = folder.resolve("results");
    List<Object> arguments = new ArrayList<>(List.of("run", "--layers", "m4999"));
    arguments.addAll(List.of("--model", file, "--output", results, "--precision", "fp32"));
    arguments.addAll(List.of("--backend", "cpu", "--threads", 1, "--forks", 1));
    arguments.addAll(List.of("--iterations", 3, "--warmup", 1, "--samples", 2));
    Cli.Result result = Cli.child(folder, arguments.toArray());
    assertThat(result.exitCode()).as(result.text()).isZero();
    Cli.ok("check", RunFiles.only(results).path());
  }

  private static TestGraph mlp(String name) {
    return new TestGraph(name, 13)
        .input("x", 1, 8)
        .weights("weights", 8, 8)
        .node("MatMul", "dense", "x weights", "h");
  }

  private void refused(ModelProto.Builder model, String words) throws IOException {
    Path file = Files.write(folder.resolve("m.onnx"), model.build().toByteArray());
    Cli.Result result = Cli.here("layers", "--model", file);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).contains("refuses the model", words).doesNotContain("\tat ");
  }

  @Test
  void namesOfAModelDoNotReachTheTerminalAsTheyAre() throws IOException {
    ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
    for (NodeProto.Builder node : model.getGraphBuilder().getNodeBuilderList()) {
      node.setName(EVIL + node.getName());
    }
    Path file = Files.write(folder.resolve("m.onnx"), model.build().toByteArray());
    plain(Cli.ok("layers", "--model", file), "31mdense1");
  }

  @Test
  void namesOfARunDoNotReachTheTerminalAsTheyAre() throws Exception {
    Path run = evilCopy("run");
    plain(Cli.ok("rank", run), "31mdense1");
    plain(Cli.ok("list", "--output", folder.resolve("results")), "2Jmlp");
    plain(Cli.here("check", run), "report");
    Path compared = folder.resolve("compared");
    plain(Cli.ok("compare", run, evilCopy("again"), "--output", compared), "FP32 Baseline");
    plain(Cli.here("gate", run, "--baseline", run), "");
    plain(Cli.ok("report", run), "report.html");
    Path named = evilCopy(EVIL + "named");
    plain(Cli.ok("report", named), "named");
    plain(Cli.ok("rank", named, "--save"), "named");
    assertThat(Files.readString(run.resolve("report.html"))).doesNotContain("\u001b", "\u0007");
  }

  @Test
  void aHardLinkInARunIsRefusedAndItsFileKept() throws Exception {
    Path run = SharedRun.copy(folder);
    Path other = Files.writeString(folder.resolve("other.txt"), "precious");
    Files.createLink(run.resolve("report.html.tmp"), other);
    for (String command : List.of("report", "check")) {
      Cli.Result result = Cli.here(command, run);
      assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
      assertThat(result.err()).contains("report.html.tmp", "hard link");
    }
    assertThat(other).hasContent("precious");
  }

  @Test
  void aFolderInPlaceOfARunsFileIs6() throws Exception {
    Path run = SharedRun.copy(folder);
    Files.delete(run.resolve("report.html"));
    Files.createDirectory(run.resolve("report.html"));
    Cli.Result result = Cli.here("report", run);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err())
        .contains("has a folder in place of the file report.html", "remove that folder");
  }

  @Test
  void whatARunSaysOfItsProgramDoesNotReachTheTerminalAsItIs() throws Exception {
    Path run = SharedRun.copy(folder);
    Path json = run.resolve("run.json");
    String evil = "\"git\" : \"\\\\u001b[31mEVIL\\\\nError: forged\"";
    Files.writeString(
        json, Files.readString(json).replaceFirst("\"git\" : (null|\"[^\"]*\")", evil));
    Path journal = run.resolve("timings.jsonl");
    Files.writeString(
        journal, Files.readString(journal).replaceAll("\"output\":\\{[^}]*}", "\"output\":null"));
    Cli.Result result = Cli.here("check", run);
    plain(result, "EVIL");
    assertThat(result.text()).doesNotContain("\nError: forged");
  }

  @Test
  void aRunThatSaysItHasBillionsOfForksIsReadInNoTime() throws Exception {
    Path run = SharedRun.copy(folder);
    Path json = run.resolve("run.json");
    Files.writeString(
        json, Files.readString(json).replaceFirst("\"forks\" : \\d+", "\"forks\" : 2000000000"));
    Cli.Result result = Cli.here("check", run);
    assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
    assertThat(result.err()).doesNotContain("memory");
  }

  @Test
  void anInputThatFitsInNoMemoryIs6() throws IOException {
    for (long dim : List.of(1L << 28, 1L << 40, 1L << 62)) {
      ModelProto.Builder model = TestModels.mlp().proto().toBuilder();
      model
          .getGraphBuilder()
          .getInputBuilder(0)
          .getTypeBuilder()
          .getTensorTypeBuilder()
          .getShapeBuilder()
          .getDimBuilder(0)
          .setDimValue(dim);
      Path file = Files.write(folder.resolve("m.onnx"), model.build().toByteArray());
      Cli.Result result = Cli.here("layers", "--model", file);
      assertThat(result.exitCode()).as(result.text()).isEqualTo(6);
      assertThat(result.err()).contains("more than 2147483647 bytes").doesNotContain("Exception");
    }
  }

  /** A run of whose layers one has an evil name, and so has its model. */
  private Path evilCopy(String as) throws Exception {
    RunFolder own = SharedRun.folder();
    Path run = Files.createDirectories(folder.resolve("results/device/model").resolve(as));
    for (String name : own.files()) {
      if (!name.contains("/")) {
        String evil = name.contains(".json") ? "\\\\u001b[2J\\\\u0007\\\\u009b31m" : EVIL;
        Files.writeString(
            run.resolve(name),
            Files.readString(own.file(name))
                .replaceAll("\\bdense1\\b", evil + "dense1")
                .replace("\"mlp\"", "\"\\u001b[2Jmlp\""));
      }
    }
    return run;
  }

  private static void plain(Cli.Result result, String shown) {
    String all = result.out() + result.err();
    assertThat(all).contains(shown);
    assertThat(all.chars().filter(c -> Character.isISOControl(c) && c != '\n')).isEmpty();
  }

  /** Two bytes of the file are a node, which takes some seventy times as much memory. */
  @Test
  void aBombEndsInARefusalAndNotInACrash() throws Exception {
    byte[] nodes = FIELD_OF_GRAPH.repeat(4 << 20).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
    coded.writeByteArray(7, nodes);
    coded.flush();
    Path bomb = Files.write(folder.resolve("bomb.onnx"), bytes.toByteArray());
    Path err = folder.resolve("err.txt");
    List<String> command =
        List.of(
            ChildCommand.java(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            ChildCommand.classPath(),
            ReadsModel.class.getName(),
            bomb.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(err)).contains("takes more memory than there is (6");
    assertThat(process.exitValue()).isEqualTo(6);
  }

  /** Reads a model as every process of the program does. */
  static final class ReadsModel {

    private ReadsModel() {}

    public static void main(String[] arguments) {
      try {
        io.layerbench.onnx.ModelReader.read(Path.of(arguments[0]));
      } catch (io.layerbench.base.LayerbenchException e) {
        System.err.println(e.getMessage());
        System.exit(e.exitCode());
      }
    }
  }
}
