package io.layerbench.cli;

import io.layerbench.base.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** The version line. */
final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"Layerbench " + BuildInfo.version() + " (" + BuildInfo.commit() + ")"};
  }
}
