package io.layerbench.device;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.Fact;
import io.layerbench.base.InvalidInputException;
import io.layerbench.base.IoReason;
import io.layerbench.base.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The folder of known devices, one JSON file each, named after the device's id. */
public final class DeviceProfiles {

  /** The folder's usual place, relative to where the program is started. */
  public static final Path DEFAULT_DIRECTORY = Path.of("hardware-profiles");

  private static final String SUFFIX = ".json";

  private final Path directory;

  public DeviceProfiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes the device's file, or writes it anew, and makes the folder where there is none.
   *
   * @return the file
   * @throws EnvironmentException where the folder cannot be written to
   */
  public Path save(Device device) {
    Path file = directory.resolve(device.id() + SUFFIX);
    try {
      Files.createDirectories(directory);
      AtomicFiles.write(file, Json.pretty(device));
    } catch (IOException e) {
      throw new EnvironmentException(
          "The device's profile cannot be written (" + file + ": " + IoReason.of(e) + ").",
          "check the folder's permissions, or start from a folder that can be written to.",
          e);
    }
    return file;
  }

  /** Adds to a device's JSON of earlier programs what they did not ask for. */
  public static void complete(JsonNode device) {
    for (JsonNode node : device.path("gpus").path("items")) {
      if (node instanceof ObjectNode gpu && !gpu.has("compute_capability")) {
        gpu.set(
            "compute_capability",
            Json.tree(Json.line(Fact.unknown("not asked for at that time")), "a fact"));
      }
    }
  }

  /**
   * All profiles of the folder, by their ids; none where there is no folder.
   *
   * @throws InvalidInputException where the folder or a profile cannot be read
   */
  public List<Device> all() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .map(DeviceProfiles::load)
          .sorted(Comparator.comparing(Device::id))
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The profiles in " + directory + " cannot be listed (" + IoReason.of(e) + ").",
          "check the folder's permissions.",
          e);
    }
  }

  /**
   * Reads a profile and checks that its id follows from its facts.
   *
   * @throws InvalidInputException where the file is missing, not a profile, of another format
   *     version or changed by hand
   */
  public static Device load(Path file) {
    JsonNode profile = Json.read(file, JsonNode.class);
    JsonNode version = profile.path("format_version");
    if (version.isIntegralNumber() && isNewer(version.bigIntegerValue())) {
      throw new InvalidInputException(
          "The device profile "
              + file
              + " has a newer format than this program knows (format_version "
              + version.bigIntegerValue()
              + ", known up to "
              + Device.FORMAT_VERSION
              + ").",
          "update this program.");
    }
    complete(profile);
    return Json.parse(Json.pretty(profile), Device.class, file.toString());
  }

  private static boolean isNewer(BigInteger version) {
    return version.compareTo(BigInteger.valueOf(Device.FORMAT_VERSION)) > 0;
  }
}
