package org.skipconv.bench.cli.model;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Assumptions;

/** For tests that train: PyTorch has native code for some platforms only. */
public final class TrainingParts {
  private TrainingParts() {}

  /** Skips the test, saying so, where PyTorch cannot be loaded. */
  public static void assume() {
    try {
      Loader.load(Class.forName("org.bytedeco.pytorch.global.torch"));
    } catch (ClassNotFoundException | LinkageError e) {
      Assumptions.abort("no PyTorch for this platform: " + e);
    }
  }
}
