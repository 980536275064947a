package io.layerbench.benchmarks;

import io.layerbench.base.Json;
import io.layerbench.device.EnergyUse;
import io.layerbench.run.DeviceUse;
import io.layerbench.run.OutputDeviation;
import io.layerbench.run.ProcessUse;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a fork found beside its samples.
 *
 * @param repeats calls per sample
 * @param callNanos the median of one call of the identity model
 * @param sessionBytes resident memory with the session, less without; null where unknown or below
 *     the resolution
 * @param resolutionBytes the noise of that difference; null where memory cannot be read
 * @param process what the process took
 * @param sampledWaitPercent percent of the samples' time in which some thread waited for a CPU;
 *     null where unknown
 * @param output how far the output was from what the case file expects; null where it expects
 *     nothing
 * @param profile the runtime's own profile
 */
record Findings(
    int repeats,
    double callNanos,
    @Nullable Long sessionBytes,
    @Nullable Long resolutionBytes,
    ProcessUse process,
    @Nullable Double sampledWaitPercent,
    @Nullable OutputDeviation output,
    Path profile) {

  void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("repeats", String.valueOf(repeats));
    properties.setProperty("callNanos", String.valueOf(callNanos));
    properties.setProperty("profile", profile.toString());
    if (sessionBytes != null) {
      properties.setProperty("sessionBytes", String.valueOf(sessionBytes));
    }
    if (resolutionBytes != null) {
      properties.setProperty("resolutionBytes", String.valueOf(resolutionBytes));
    }
    if (process.cpuPercent() != null) {
      properties.setProperty("cpuPercent", String.valueOf(process.cpuPercent()));
    }
    if (process.peakBytes() != null) {
      properties.setProperty("peakBytes", String.valueOf(process.peakBytes()));
    }
    if (process.energy() != null) {
      writeEnergy(properties, process.energy());
    }
    if (process.clockLimits() != null) {
      properties.setProperty("clockLimits", process.clockLimits());
    }
    if (process.device() != null) {
      properties.setProperty("device", Json.line(process.device()));
    }
    if (sampledWaitPercent != null) {
      properties.setProperty("sampledWaitPercent", String.valueOf(sampledWaitPercent));
    }
    if (output != null) {
      properties.setProperty("output.tolerance", String.valueOf(output.tolerance()));
      if (output.deviation() != null) {
        properties.setProperty("output.deviation", String.valueOf(output.deviation()));
      }
    }
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }

  private static void writeEnergy(Properties properties, EnergyUse energy) {
    if (energy.unknown() != null) {
      properties.setProperty("energy.unknown", energy.unknown());
    } else {
      properties.setProperty("energy.mjPerCall", String.valueOf(energy.mjPerCall()));
      properties.setProperty("energy.watts", String.valueOf(energy.watts()));
      properties.setProperty("energy.seconds", String.valueOf(energy.seconds()));
      properties.setProperty("energy.calls", String.valueOf(energy.calls()));
    }
  }

  private static @Nullable EnergyUse readEnergy(Properties properties) {
    String mj = properties.getProperty("energy.mjPerCall");
    if (mj == null) {
      String unknown = properties.getProperty("energy.unknown");
      return unknown == null ? null : EnergyUse.unknown(unknown);
    }
    return new EnergyUse(
        Double.valueOf(mj),
        Double.valueOf(properties.getProperty("energy.watts")),
        Double.parseDouble(properties.getProperty("energy.seconds")),
        Long.parseLong(properties.getProperty("energy.calls")),
        null);
  }

  private static @Nullable OutputDeviation readOutput(Properties properties) {
    String tolerance = properties.getProperty("output.tolerance");
    String deviation = properties.getProperty("output.deviation");
    return tolerance == null
        ? null
        : new OutputDeviation(
            deviation == null ? null : Double.valueOf(deviation), Double.parseDouble(tolerance));
  }

  static Findings read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    String session = properties.getProperty("sessionBytes");
    String resolution = properties.getProperty("resolutionBytes");
    String waited = properties.getProperty("sampledWaitPercent");
    String cpu = properties.getProperty("cpuPercent");
    String device = properties.getProperty("device");
    String peak = properties.getProperty("peakBytes");
    return new Findings(
        Integer.parseInt(properties.getProperty("repeats")),
        Double.parseDouble(properties.getProperty("callNanos")),
        session == null ? null : Long.valueOf(session),
        resolution == null ? null : Long.valueOf(resolution),
        new ProcessUse(
            cpu == null ? null : Double.valueOf(cpu),
            peak == null ? null : Long.valueOf(peak),
            readEnergy(properties),
            properties.getProperty("clockLimits"),
            device == null ? null : Json.parse(device, DeviceUse.class, "the findings")),
        waited == null ? null : Double.valueOf(waited),
        readOutput(properties),
        Path.of(properties.getProperty("profile")));
  }
}
