package io.layerbench.worker;

import io.layerbench.backend.Backends;
import io.layerbench.backend.ForkSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program starts itself as a child. */
public final class ChildCommand {

  private static final ProgramFiles FILES = new ProgramFiles(classPath());

  private ChildCommand() {}

  /** The Java launcher that runs this process. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** This process's own class path. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }

  /**
   * Makes sure that a child would be the same program as this process.
   *
   * @throws io.layerbench.base.EnvironmentException when it was replaced since
   */
  public static void checkUnchanged() {
    FILES.check();
  }

  /** The command of a worker for the CPU. */
  public static List<String> worker() {
    return worker(Backends.named("cpu").forkSettings(null));
  }

  /**
   * The command of a worker for a backend. Samples are decoded on the heap into tensors outside of
   * it, which go when the heap is collected: a small young generation does that every few samples,
   * and the rest gives back what it does not need, so that memory does not grow with the number of
   * samples. The heap's limit stays the machine's, since a model of any size must fit.
   */
  static List<String> worker(ForkSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("-XX:+UseSerialGC");
    command.add("-Xms64m");
    command.add("-Xmn32m");
    command.add("-XX:MinHeapFreeRatio=20");
    command.add("-XX:MaxHeapFreeRatio=40");
    command.add("-Djava.awt.headless=true");
    command.addAll(settings.jvmArguments());
    command.add("-cp");
    List<String> path = new ArrayList<>(settings.classPath());
    path.add(classPath());
    command.add(String.join(File.pathSeparator, path));
    command.add(WorkerMain.class.getName());
    return List.copyOf(command);
  }
}
