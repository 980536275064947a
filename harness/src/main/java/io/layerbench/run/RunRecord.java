package io.layerbench.run;

import io.layerbench.backend.Availability;
import io.layerbench.device.Conditions;
import io.layerbench.device.Device;
import io.layerbench.device.EnergyDomain;
import io.layerbench.quantize.Scheme;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * run.json: everything about a run but its numbers.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param tool "layerbench" and its version
 * @param git the commit of the program, with "-dirty" where the tree had changes; "unknown" outside
 *     a checkout
 * @param versions of the JVM, JMH, and the runtimes as they report themselves
 * @param modelSha256 digest of the model file
 * @param datasetSha256 digest of the dataset; null without one
 * @param schemes by backend
 * @param layers in the model's order
 * @param plannedCases ids of the cases to time, in the model's order
 * @param skippedCases why a layer has no case in a precision, by case id
 * @param rounds of the layers' cases; null before they are done, where no layer was timed, and in
 *     files of earlier programs
 * @param warnings in words, in the order they were found
 * @param startedUtc ISO 8601
 * @param finishedUtc ISO 8601; null until the end
 */
public record RunRecord(
    int formatVersion,
    String tool,
    String git,
    Map<String, String> versions,
    RunOptions options,
    String modelName,
    String modelSha256,
    @Nullable String datasetName,
    @Nullable String datasetSha256,
    Map<String, Scheme> schemes,
    Device device,
    Conditions conditions,
    List<Availability> backends,
    List<LayerRow> layers,
    List<String> plannedCases,
    Map<String, String> skippedCases,
    @Nullable RoundsMade rounds,
    List<String> warnings,
    String startedUtc,
    @Nullable String finishedUtc,
    Termination termination) {

  /**
   * The version that this program writes. From 3 on, every output was compared within its tolerance
   * and a finished run has {@link FileSums}; whoever changes {@link OutputTolerances} raises it.
   */
  public static final int FORMAT_VERSION = 3;

  /** The oldest version that this program reads. */
  static final int OLDEST_VERSION = 2;

  /** The parts of the machine whose energy is measured: asked for, and counted there. */
  public Set<EnergyDomain> energyDomains() {
    Set<EnergyDomain> domains = EnumSet.noneOf(EnergyDomain.class);
    for (EnergyDomain domain : EnergyDomain.values()) {
      if (options.energy() && conditions.energyCounter(domain).value() != null) {
        domains.add(domain);
      }
    }
    return domains;
  }

  /** The same with its cases. */
  public RunRecord withCases(List<String> planned, Map<String, String> skipped) {
    return new RunRecord(
        formatVersion,
        tool,
        git,
        versions,
        options,
        modelName,
        modelSha256,
        datasetName,
        datasetSha256,
        schemes,
        device,
        conditions,
        backends,
        layers,
        List.copyOf(planned),
        new LinkedHashMap<>(skipped),
        rounds,
        warnings,
        startedUtc,
        finishedUtc,
        termination);
  }

  /** The same with one more warning. */
  public RunRecord withWarning(String warning) {
    List<String> more = new ArrayList<>(warnings);
    more.add(warning);
    return new RunRecord(
        formatVersion,
        tool,
        git,
        versions,
        options,
        modelName,
        modelSha256,
        datasetName,
        datasetSha256,
        schemes,
        device,
        conditions,
        backends,
        layers,
        plannedCases,
        skippedCases,
        rounds,
        List.copyOf(more),
        startedUtc,
        finishedUtc,
        termination);
  }

  /** The same with the rounds that the layers had. */
  public RunRecord withRounds(RoundsMade made) {
    return new RunRecord(
        formatVersion,
        tool,
        git,
        versions,
        options,
        modelName,
        modelSha256,
        datasetName,
        datasetSha256,
        schemes,
        device,
        conditions,
        backends,
        layers,
        plannedCases,
        skippedCases,
        made,
        warnings,
        startedUtc,
        finishedUtc,
        termination);
  }

  /**
   * How many forks each layer's case must have: the rounds that were made, else those asked for.
   */
  public int layerForks() {
    return rounds == null ? options.forks() : rounds.rounds();
  }

  /** The same, ended; or taken up again, with no time. */
  public RunRecord ended(Termination how, @Nullable String utc) {
    return new RunRecord(
        formatVersion,
        tool,
        git,
        versions,
        options,
        modelName,
        modelSha256,
        datasetName,
        datasetSha256,
        schemes,
        device,
        conditions,
        backends,
        layers,
        plannedCases,
        skippedCases,
        rounds,
        warnings,
        startedUtc,
        utc,
        how);
  }
}
