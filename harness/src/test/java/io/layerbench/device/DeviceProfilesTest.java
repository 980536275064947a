package io.layerbench.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerbench.base.EnvironmentException;
import io.layerbench.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceProfilesTest {

  private final Path root;
  private final Path folder;

  DeviceProfilesTest(@TempDir Path root, @TempDir Path folder) {
    this.root = root;
    this.folder = folder;
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThatThrownBy(() -> new DeviceProfiles(file).save(device()))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatThrownBy(() -> DeviceProfiles.load(folder.resolve("none.json")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aProfileOfAnEarlierProgramHasNoComputeCapability() throws IOException {
    Device device =
        new FakeMachine(root).xeon().gpu("0000:01:00.0", "0x10de", "0x2330").device("x86_64");
    Path file = new DeviceProfiles(folder).save(device);
    String text = Files.readString(file);
    String older = text.replaceAll(",\\s*\"compute_capability\" : \\{[^}]*}", "");
    assertThat(older).isNotEqualTo(text);
    Files.writeString(file, older);
    assertThat(DeviceProfiles.load(file).id()).isEqualTo(device.id());
    assertThat(DeviceProfiles.load(file).gpus().items().get(0).computeCapability().unknown())
        .contains("not asked for");
  }

  @Test
  void garbageAndHalfAFileAreRefused() throws IOException {
    Path file = new DeviceProfiles(folder).save(device());
    String text = Files.readString(file);
    for (String broken :
        List.of(
            "",
            "null",
            "[]",
            "{}",
            text.substring(0, text.length() / 2),
            text + "x",
            text.replace("\"vendor\"", "\"seller\""),
            text.replace("\"physical_cores\" : {", "\"physical_cores\" : null, \"x\" : {"))) {
      assertThat(broken).isNotEqualTo(text);
      Files.writeString(file, broken);
      assertThatThrownBy(() -> DeviceProfiles.load(file)).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void aFactChangedByHandNoLongerFitsTheId() throws IOException {
    Path file = new DeviceProfiles(folder).save(device());
    Files.writeString(file, Files.readString(file).replace("\"63\"", "\"64\""));

    assertThatThrownBy(() -> DeviceProfiles.load(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("id does not match");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "18446744073709551617"})
  void aNewerFormatIsNamed(String version) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("new.json"), "{\"format_version\": %s, \"x\": 1}".formatted(version));

    assertThatThrownBy(() -> DeviceProfiles.load(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("format_version " + version);
  }

  @Test
  void whatIsSavedIsReadBackAndNothingElseIsLeft() throws IOException {
    Device device = device();
    DeviceProfiles profiles = new DeviceProfiles(folder.resolve("a/b"));

    Path file = profiles.save(device);
    assertThat(profiles.save(device)).isEqualTo(file);

    assertThat(file.getFileName()).hasToString(device.id() + ".json");
    assertThat(DeviceProfiles.load(file)).isEqualTo(device);
    assertThat(Files.readString(file)).contains("\"format_version\" : 1").endsWith("}\n");
    try (Stream<Path> files = Files.list(folder.resolve("a/b"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void everyCommittedProfileIsValidAndNamedAfterItsId() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "hardware-profiles"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".json")))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(file.getFileName())
                      .hasToString(DeviceProfiles.load(file).id() + ".json"));
    }
  }

  private Device device() {
    return new FakeMachine(root).xeon().gpu("0000:17:00.0", "0x10de", "0x2335").device("x86_64");
  }
}
