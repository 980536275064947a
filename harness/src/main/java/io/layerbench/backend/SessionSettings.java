package io.layerbench.backend;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to open a session.
 *
 * @param threads intra-operator threads, at least 1
 * @param spin whether idle threads wait for work by spinning: faster for one session that runs
 *     again and again, ruinous for many sessions side by side
 * @param arena whether the session keeps memory for the next run; without, many sessions share what
 *     each frees
 * @param optimization how far the runtime may rewrite the graph
 * @param profilePrefix where to write the runtime's own profile; null for none
 * @param optimizedGraph where to save the graph that the runtime made of the model; null for
 *     nowhere
 */
public record SessionSettings(
    int threads,
    boolean spin,
    boolean arena,
    Optimization optimization,
    @Nullable Path profilePrefix,
    @Nullable Path optimizedGraph) {

  /** How far the runtime may rewrite a graph. */
  public enum Optimization {
    /** Not at all: it runs as it is written, as simulations of whole models need. */
    NONE,
    /** Operators are joined, and every tensor keeps its layout. */
    FUSION,
    /** In every way, blocked layouts of tensors included. */
    ALL
  }

  public SessionSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads (" + threads + ") must be at least 1");
    }
  }

  /**
   * @param optimize false to run the graph as it is written
   */
  public SessionSettings(
      int threads, boolean spin, boolean arena, boolean optimize, @Nullable Path profilePrefix) {
    this(
        threads, spin, arena, optimize ? Optimization.ALL : Optimization.NONE, profilePrefix, null);
  }

  /**
   * Optimized and without spinning: for sessions that share the machine with others, and are not
   * timed.
   */
  public static SessionSettings shared(int threads) {
    return new SessionSettings(threads, false, true, true, null);
  }

  /** On one thread, for one of hundreds of sessions that run by turns. */
  public static SessionSettings oneOfMany(Optimization optimization) {
    return new SessionSettings(1, false, false, optimization, null, null);
  }

  /** Optimized, without a profile: how models are deployed, and so how they are timed. */
  public static SessionSettings deployed(int threads) {
    return new SessionSettings(threads, true, true, true, null);
  }

  /**
   * As deployed, but under the runtime's profiler, with its optimized graph beside.
   *
   * @param prefix of the profile's name
   * @param graph where to save the graph
   */
  public static SessionSettings inPlace(int threads, Path prefix, Path graph) {
    return new SessionSettings(threads, true, true, Optimization.ALL, prefix, graph);
  }
}
