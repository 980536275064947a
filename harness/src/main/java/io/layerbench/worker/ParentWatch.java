package io.layerbench.worker;

/**
 * Ends a child process when its parent is gone, even while a native call hangs: no orphan goes on
 * loading the machine.
 */
public final class ParentWatch {

  private ParentWatch() {}

  /** Starts watching. */
  public static void start() {
    ProcessHandle.current().parent().ifPresent(ParentWatch::watch);
  }

  private static void watch(ProcessHandle parent) {
    var unused = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
  }
}
