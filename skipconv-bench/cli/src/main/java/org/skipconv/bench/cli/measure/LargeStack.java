package org.skipconv.bench.cli.measure;

import ai.onnxruntime.OrtException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs what recurses deeply in native code: ONNX Runtime, when it loads a network as deep as an
 * EfficientDet, overflows the stack that Java gives its threads, which ends the whole process.
 */
final class LargeStack {
  private static final long BYTES = 256L << 20;

  private LargeStack() {}

  /** Something that ONNX Runtime does. */
  interface OnnxCall<T> {
    T run() throws OrtException;
  }

  /** Runs a step in a thread of its own and waits for it. */
  static <T> T call(OnnxCall<T> step) throws OrtException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            result.complete(step.run());
          } catch (OrtException | RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        };
    new Thread(null, task, "onnxruntime", BYTES).start();
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OrtException ort) {
        throw ort;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }
}
