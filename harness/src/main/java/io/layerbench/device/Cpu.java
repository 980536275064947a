package io.layerbench.device;

import io.layerbench.base.Fact;
import java.util.Objects;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The processor's hardware facts. Where cores of several kinds sit in one machine, their values
 * stand side by side, joined by "+".
 *
 * @param modelName as the processor or its vendor calls it
 * @param family on x86 the CPUID family, on Arm the architecture's number
 * @param model on x86 the CPUID model, on Arm the part number
 * @param stepping on x86 the CPUID stepping, on Arm variant and revision, for example "r4p1"
 * @param packages sockets
 * @param logicalCores logical processors that the machine has, switched on or not
 * @param smt "yes" where a core can run several threads, also when that is switched off
 * @param vectorInstructions those that matter to FP32, FP16 and INT8 kernels, by their Linux names,
 *     sorted; on mixed cores only what all have
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Cpu(
    Fact vendor,
    Fact modelName,
    Fact family,
    Fact model,
    Fact stepping,
    Fact microarchitecture,
    Fact packages,
    Fact physicalCores,
    Fact logicalCores,
    Fact smt,
    Fact numaNodes,
    FactList<Cache> caches,
    FactList<String> vectorInstructions) {

  public Cpu {
    Objects.requireNonNull(vendor, "vendor");
    Objects.requireNonNull(modelName, "model_name");
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(stepping, "stepping");
    Objects.requireNonNull(microarchitecture, "microarchitecture");
    FactNumbers.requireCount(packages, "packages");
    FactNumbers.requireCount(physicalCores, "physical_cores");
    FactNumbers.requireCount(logicalCores, "logical_cores");
    Objects.requireNonNull(smt, "smt");
    FactNumbers.requireCount(numaNodes, "numa_nodes");
    Objects.requireNonNull(caches, "caches");
    Objects.requireNonNull(vectorInstructions, "vector_instructions");
  }
}
