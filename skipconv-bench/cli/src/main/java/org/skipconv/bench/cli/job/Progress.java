package org.skipconv.bench.cli.job;

/** Tells somebody how far a job has come. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE =
      (what, steps) ->
          new Bar() {
            @Override
            public void step() {}

            @Override
            public void close() {}
          };

  /**
   * A part of the job begins.
   *
   * @param what it is, in a word or two
   * @param steps that it has, -1 when unknown
   */
  Bar begin(String what, long steps);

  /** One part of a job; closed when it is over. */
  interface Bar extends AutoCloseable {
    void step();

    @Override
    void close();
  }
}
