package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerbench.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** THIRD_PARTY_LICENSES.md lists exactly what the build puts into the jar. */
class LicencesTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path LIST = MODULE.resolveSibling("THIRD_PARTY_LICENSES.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([\\w.-]+:[\\w.-]+) \\| ([\\w.-]+) \\| ([^|]+) \\|.*$");
  private static final Pattern RESOLVED =
      Pattern.compile("(?m)^ +([\\w.-]+:[\\w.-]+):jar:([\\w.-]+):(?:compile|runtime)\\b.*$");
  private static final Pattern JAR =
      Pattern.compile(".*[/\\\\]([\\w.-]+)[/\\\\]([\\w.-]+)[/\\\\]\\1-\\2\\.jar");

  /** What may go into the jar. Another licence is a decision: it comes here, or does not come. */
  private static final Set<String> PERMITTED = Set.of("Apache-2.0", "MIT", "BSD-3-Clause");

  /** Libraries under other licences, for reasons that THIRD_PARTY_LICENSES.md gives. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "org.jfree:jfreechart", "LGPL-2.1-or-later",
          "org.openjdk.jmh:jmh-core", "GPL-2.0 with classpath exception");

  @Test
  void theTableIsWhatTheJarHolds() throws IOException {
    // Written by the dependency plugin just before.
    String resolved = Files.readString(MODULE.resolve("target/runtime-dependencies.txt"));
    Map<String, String> held = new LinkedHashMap<>();
    Matcher matcher = RESOLVED.matcher(resolved);
    while (matcher.find()) {
      if (!matcher.group(1).startsWith("io.layerbench:")) {
        held.put(matcher.group(1), matcher.group(2));
      }
    }
    assertThat(held).containsKey("com.microsoft.onnxruntime:onnxruntime");
    assertThat(listed("## In benchmarks.jar")).containsExactlyInAnyOrderEntriesOf(held);
  }

  @Test
  void everyJarOfTheTestsClassPathIsListed() throws IOException {
    Map<String, String> listed = new LinkedHashMap<>(listed("## In benchmarks.jar"));
    listed.putAll(listed("## On the tests' class path only"));
    List<String> known =
        listed.entrySet().stream()
            .map(e -> e.getKey().split(":", 2)[1] + " " + e.getValue())
            .toList();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    TreeSet<String> missing = new TreeSet<>();
    for (String entry : path.split(Pattern.quote(java.io.File.pathSeparator), -1)) {
      Matcher jar = JAR.matcher(entry);
      if (jar.matches() && !known.contains(jar.group(1) + " " + jar.group(2))) {
        missing.add(jar.group(1) + " " + jar.group(2));
      }
    }
    missing.removeIf(jar -> jar.startsWith("layerbench-"));
    assertThat(missing).isEmpty();
  }

  @Test
  void everyLicenceInTheJarIsPermitted() throws IOException {
    assertThat(refused(licences("## In benchmarks.jar"), PERMITTED)).isEmpty();
    Set<String> tests = new TreeSet<>(PERMITTED);
    tests.add("EPL-2.0");
    assertThat(refused(licences("## On the tests' class path only"), tests)).isEmpty();
    assertThat(refused(Map.of("a:b", "SSPL-1.0", "c:d", "MIT"), PERMITTED))
        .containsExactly("a:b: SSPL-1.0");
  }

  /** What the libraries say of themselves; of several licences one may be chosen. */
  @Test
  void theBillOfMaterialsHasTheSameLibrariesUnderPermittedLicences() throws IOException {
    Path bill = MODULE.resolve("target/benchmarks-sbom.json");
    Assumptions.assumeTrue(
        Files.exists(bill), "download not found: the plugin for the SBOM does not work offline");
    Map<String, String> versions = new LinkedHashMap<>();
    List<String> refused = new ArrayList<>();
    for (JsonNode one : Json.read(bill, JsonNode.class).path("components")) {
      String name = one.path("group").asString() + ":" + one.path("name").asString();
      if (!name.startsWith("io.layerbench:")) {
        versions.put(name, one.path("version").asString());
        boolean permitted = EXCEPTIONS.containsKey(name);
        for (JsonNode licence : one.path("licenses")) {
          permitted |= PERMITTED.contains(licence.path("license").path("id").asString(""));
        }
        if (!permitted) {
          refused.add(name + ": " + one.path("licenses"));
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(versions).containsExactlyInAnyOrderEntriesOf(listed("## In benchmarks.jar"));
  }

  private static List<String> refused(Map<String, String> licences, Set<String> permitted) {
    return licences.entrySet().stream()
        // "Apache-2.0 (chosen of several)" is Apache-2.0.
        .filter(one -> !permitted.contains(one.getValue().split(" \\(|[,;]", 2)[0].strip()))
        .filter(one -> !one.getValue().equals(EXCEPTIONS.get(one.getKey())))
        .map(one -> one.getKey() + ": " + one.getValue())
        .toList();
  }

  @Test
  void onlyJmhIsUnderTheGpl() throws IOException {
    Matcher rows = ROW.matcher(Files.readString(LIST));
    while (rows.find()) {
      boolean gpl = Pattern.compile("(?<!L)GPL").matcher(rows.group(3)).find();
      assertThat(gpl).as(rows.group(1)).isEqualTo(rows.group(1).startsWith("org.openjdk.jmh:"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LICENSE",
        "THIRD_PARTY_LICENSES.md",
        "licenses/MIT.txt",
        "licenses/BSD-3-Clause-protobuf.txt",
        "licenses/LGPL-2.1.txt",
        "licenses/GPL-2.0-with-classpath-exception.txt"
      })
  void theTextsGoIntoTheJar(String name) throws IOException {
    Path packed = MODULE.resolve("target/classes/META-INF").resolve(name);
    assertThat(packed).hasSameBinaryContentAs(MODULE.resolveSibling(name));
  }

  @Test
  void theGplsTextIsTheOneThatJmhCarries() throws IOException {
    // Where the tests' class path has several files of that name, one of them is JMH's.
    try (Stream<String> texts =
        LicencesTest.class.getClassLoader().resources("LICENSE").map(LicencesTest::text)) {
      assertThat(texts)
          .contains(
              Files.readString(
                  MODULE.resolveSibling("licenses/GPL-2.0-with-classpath-exception.txt")));
    }
  }

  private static String text(java.net.URL url) {
    try (InputStream in = Objects.requireNonNull(url.openStream())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Versions by library, of one table. */
  private static Map<String, String> listed(String heading) throws IOException {
    return column(heading, 2);
  }

  /** Licences by library, of one table. */
  private static Map<String, String> licences(String heading) throws IOException {
    return column(heading, 3);
  }

  private static Map<String, String> column(String heading, int column) throws IOException {
    String text = Files.readString(LIST);
    int start = text.indexOf(heading + "\n");
    assertThat(start).as("heading %s", heading).isNotNegative();
    int end = text.indexOf("\n## ", start + 1);
    Map<String, String> cells = new LinkedHashMap<>();
    Matcher rows = ROW.matcher(text.substring(start, end));
    while (rows.find()) {
      cells.put(rows.group(1), rows.group(column).strip());
    }
    return cells;
  }
}
