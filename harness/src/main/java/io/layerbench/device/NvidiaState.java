package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * NVIDIA's driver and graphics processors at the start of a run.
 *
 * @param driver the driver's version
 * @param cuda the newest version of CUDA that the driver knows
 * @param energyCounter what counts a case's energy
 * @param gpus in NVML's order
 */
@JsonNaming(SnakeCaseStrategy.class)
public record NvidiaState(Fact driver, Fact cuda, Fact energyCounter, FactList<GpuState> gpus) {

  public NvidiaState {
    List.of(driver, cuda, energyCounter);
    Objects.requireNonNull(gpus, "gpus");
  }

  /** Nothing is known. */
  public static NvidiaState unknown(String reason) {
    Fact fact = Fact.unknown(reason);
    return new NvidiaState(fact, fact, fact, FactList.unknown(reason));
  }
}
