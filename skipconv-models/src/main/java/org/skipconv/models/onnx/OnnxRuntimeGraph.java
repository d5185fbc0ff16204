package org.skipconv.models.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.lang.ref.Cleaner;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A sub-graph in ONNX Runtime, loaded once for each number of threads. Shared by all who run it;
 * freed when nobody reaches it any more.
 */
final class OnnxRuntimeGraph {
  /**
   * While it loads a graph ONNX Runtime recurses from node to node, and ends the process where a
   * thread of Java's usual stack size runs out.
   */
  private static final long STACK_BYTES = 256L << 20;

  private static final Cleaner CLEANER = Cleaner.create();

  private final String name;
  private final byte[] model;
  private final Loaded loaded = new Loaded();

  /**
   * A sub-graph.
   *
   * @param name for messages
   * @param model the bytes of an ONNX file; kept, and not to be changed any more
   * @throws IllegalArgumentException when ONNX Runtime refuses the model
   * @throws IllegalStateException when ONNX Runtime cannot be loaded
   */
  OnnxRuntimeGraph(String name, byte[] model) {
    this.name = name;
    this.model = model;
    CLEANER.register(this, loaded);
    session(1);
  }

  /** ONNX Runtime's sessions, which may be used by several threads at a time. */
  private static final class Loaded implements Runnable {
    private final Map<Integer, OrtSession> sessions = new HashMap<>();

    @Override
    public void run() {
      for (OrtSession session : sessions.values()) {
        try {
          session.close();
        } catch (OrtException e) {
          throw new IllegalStateException("ONNX Runtime cannot close a session", e);
        }
      }
    }
  }

  String name() {
    return name;
  }

  /** The session of so many threads. Whoever uses it must keep this object meanwhile. */
  OrtSession session(int threads) {
    synchronized (loaded) {
      return loaded.sessions.computeIfAbsent(threads, this::load);
    }
  }

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  private OrtSession load(int threads) {
    FutureTask<OrtSession> loading = new FutureTask<>(() -> create(threads));
    new Thread(null, loading, "skipconv-onnx-load", STACK_BYTES).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return loading.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OrtException refusal) {
        throw new IllegalArgumentException(
            "ONNX Runtime refuses " + name + ": " + refusal.getMessage(), refusal);
      }
      throw OnnxRuntime.unusable(name, e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private OrtSession create(int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      // Between two frames its threads would take the processors from ours.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Whatever it has to say comes as an exception, too.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return environment().createSession(model, options);
    }
  }
}
