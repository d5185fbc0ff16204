package org.skipconv.bench.cli.measure;

/** One of the ways to compute a network that are measured beside each other. */
public interface Peer extends AutoCloseable {
  /** As in reports: {@code skip}, {@code dense}, {@code onnxruntime}. */
  String name();

  /**
   * Computes the next frame.
   *
   * @return nanoseconds from the raw input tensor to the raw outputs
   */
  long next(InputTensor frame);

  /** Forgets all frames. */
  void reset();

  @Override
  void close();
}
