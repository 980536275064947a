package io.layerbench.suite;

import io.layerbench.backend.Availability;
import io.layerbench.backend.Backends;
import io.layerbench.base.BuildInfo;
import io.layerbench.base.Json;
import io.layerbench.device.Conditions;
import io.layerbench.device.Device;
import io.layerbench.onnx.Layer;
import io.layerbench.onnx.TensorType;
import io.layerbench.quantize.Scheme;
import io.layerbench.run.LayerRow;
import io.layerbench.run.ResumeFile;
import io.layerbench.run.RunFolder;
import io.layerbench.run.RunRecord;
import io.layerbench.run.SafeNames;
import io.layerbench.run.Termination;
import io.layerbench.worker.Tasks;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What run.json says before anything is measured.
 *
 * @param device the hardware
 * @param conditions at the start
 * @param backends all that this program knows, available or not
 * @param versions of the runtimes, by name
 * @param datasetName null without a dataset
 * @param datasetSha256 null without a dataset
 */
public record RecordDraft(
    Device device,
    Conditions conditions,
    List<Availability> backends,
    Map<String, String> versions,
    @Nullable String datasetName,
    @Nullable String datasetSha256) {

  private static final DateTimeFormatter FOLDER_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int HASH_DIGITS = 8;

  public RecordDraft {
    backends = List.copyOf(backends);
  }

  /** The present time in UTC, to the second. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  RunFolder createFolder(Path results, Tasks.Prepared prepared) {
    String model =
        SafeNames.of(prepared.modelName()) + "-" + prepared.sha256().substring(0, HASH_DIGITS);
    return RunFolder.create(results, device.id(), model, FOLDER_TIME.format(Instant.now()));
  }

  RunRecord record(Job job, Tasks.Prepared prepared, Workspace workspace) {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    job.options().backends().forEach(name -> schemes.put(name, scheme(job, name)));
    Map<String, String> all = new LinkedHashMap<>(versions);
    all.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return new RunRecord(
        RunRecord.FORMAT_VERSION,
        "layerbench " + BuildInfo.version(),
        BuildInfo.commit(),
        all,
        job.options(),
        prepared.modelName(),
        prepared.sha256(),
        datasetName,
        datasetSha256,
        schemes,
        device,
        conditions,
        backends,
        rows(workspace),
        List.of(),
        Map.of(),
        null,
        StartWarnings.of(conditions, datasetSha256 != null, job.options().backends()),
        now(),
        null,
        Termination.UNFINISHED);
  }

  private Scheme scheme(Job job, String backend) {
    return job.options()
        .quantization()
        .scheme(
            Backends.named(backend).capabilities().activationType(),
            device.cpu().vectorInstructions().items());
  }

  /** The layers as files and reports show them. */
  static List<LayerRow> rows(Workspace workspace) {
    Map<String, String> arrivedInFloat =
        workspace.arrived().leftInFloat(workspace.timed(), workspace.layers());
    return workspace.layers().stream()
        .map(layer -> row(workspace, layer, arrivedInFloat.get(layer.name())))
        .toList();
  }

  private static LayerRow row(Workspace workspace, Layer layer, @Nullable String arrivedInFloat) {
    TensorType type =
        layer.outputs().isEmpty() ? null : workspace.timed().graph().type(layer.output());
    return new LayerRow(
        layer.index(),
        layer.name(),
        layer.kind(),
        layer.op(),
        layer.parameterCount(),
        type == null ? "unknown" : type.text(),
        layer.floatReason() == null ? arrivedInFloat : layer.floatReason(),
        layer.nodes().stream()
            .map(node -> node.getName().isEmpty() ? node.getOpType() : node.getName())
            .toList());
  }

  void writeResumeFile(Job job, RunFolder folder) {
    folder.write(ResumeFile.NAME, Json.pretty(job.files().toResumeFile()));
  }
}
