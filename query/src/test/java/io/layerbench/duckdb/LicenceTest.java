package io.layerbench.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;

/** THIRD_PARTY_LICENSES.md lists what is in query.jar. */
class LicenceTest {

  @Test
  void theDatabaseIsListed() throws IOException {
    Path jar =
        Path.of(DuckDBDriver.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    String version = jar.getFileName().toString().replaceAll("duckdb_jdbc-(.*)\\.jar", "$1");

    assertThat(Files.readString(Path.of("../THIRD_PARTY_LICENSES.md")))
        .contains("| org.duckdb:duckdb_jdbc | " + version + " | MIT |");
    assertThat(Path.of("target/classes/META-INF/licenses/MIT.txt")).exists();
  }
}
