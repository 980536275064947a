package io.layerbench.report;

import io.layerbench.costs.InPlaceRows;
import io.layerbench.costs.LayerGains;
import io.layerbench.ranking.OrderChoice;
import io.layerbench.ranking.ParetoRow;
import io.layerbench.ranking.Ranking;
import io.layerbench.run.EvaluationRow;
import io.layerbench.run.RunRecord;
import io.layerbench.run.Timing;
import io.layerbench.sensitivity.BlockTable;
import io.layerbench.sensitivity.Finding;
import io.layerbench.sensitivity.SensitivityTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a report is made from, as read back from a run's folder.
 *
 * @param record run.json
 * @param timings timings.jsonl in order
 * @param sensitivity sensitivity.csv; null when it was not computed
 * @param findings in words: what the sensitivities, weights and ranges show
 * @param blocks accuracies with one block quantized at a time
 * @param rankings by backend
 * @param choices how much the rankings depend on score and norm
 * @param inPlace whole models and layers in place
 * @param gains what INT8 gains of each layer in place
 * @param pareto the plans of every backend's frontier; empty without costs
 * @param evaluation evaluation.csv's rows
 * @param verdict one honest line
 * @param files the run folder's files to link to, relative
 */
public record RunData(
    RunRecord record,
    List<Timing> timings,
    @Nullable SensitivityTable sensitivity,
    List<Finding> findings,
    BlockTable blocks,
    Map<String, Ranking> rankings,
    List<OrderChoice> choices,
    InPlaceRows inPlace,
    LayerGains gains,
    List<ParetoRow> pareto,
    List<EvaluationRow> evaluation,
    String verdict,
    List<String> files) {}
