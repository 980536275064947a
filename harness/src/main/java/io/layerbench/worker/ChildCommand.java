package io.layerbench.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program starts itself as a child. */
public final class ChildCommand {

  private ChildCommand() {}

  /** The Java launcher that runs this process. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** This process's own class path. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** The command of a worker. */
  public static List<String> worker() {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("-XX:+UseSerialGC");
    command.add("-Djava.awt.headless=true");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(classPath());
    command.add(WorkerMain.class.getName());
    return List.copyOf(command);
  }
}
