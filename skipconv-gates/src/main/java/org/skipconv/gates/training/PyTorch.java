package org.skipconv.gates.training;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Says whether there is a PyTorch to train with, and how to get one. */
final class PyTorch {
  private PyTorch() {}

  /**
   * Loads PyTorch.
   *
   * @param threads that it may use
   * @throws IllegalStateException when it is not on the class path, or has no native code for this
   *     platform; the message names the dependency to add
   */
  static void require(int threads) {
    try {
      Class<?> classes = Class.forName("org.bytedeco.pytorch.global.torch");
      Loader.load(classes);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalStateException(
          "training needs PyTorch, which is not on the class path: add the dependencies"
              + " org.bytedeco:pytorch:2.10.0-1.5.13 and the same with classifier "
              + platform(),
          e);
    }
    torch.set_num_threads(threads);
  }

  private static String platform() {
    try {
      return Loader.getPlatform();
    } catch (LinkageError e) {
      return "linux-x86_64";
    }
  }

  /** The values of a tensor in row-major order. */
  static float[] floats(Tensor tensor) {
    return Scopes.scoped(
        () -> {
          Tensor whole = tensor.detach().to(torch.ScalarType.Float).contiguous();
          float[] values = new float[Math.toIntExact(whole.numel())];
          FloatBuffer buffer = whole.createBuffer();
          buffer.get(values);
          return values;
        });
  }
}
