package org.skipconv.gates.training;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Says whether there is a PyTorch to train with, and how to get one. */
final class PyTorch {
  private PyTorch() {}

  /**
   * Loads PyTorch.
   *
   * @throws IllegalStateException when it is not on the class path, or has no native code for this
   *     platform; the message names the dependency to add
   */
  static void require() {
    try {
      Class<?> classes = Class.forName("org.bytedeco.pytorch.global.torch");
      Loader.load(classes);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalStateException(
          "training needs PyTorch, of which the native code for "
              + platform()
              + " is not on the class path: the jar is org.bytedeco:pytorch:2.10.0-1.5.13 with this"
              + " classifier, where there is one",
          e);
    }
  }

  /**
   * Says how many threads PyTorch may use, and OpenBLAS, to which it leaves small convolutions:
   * left alone, that has a thread for each processor, which wait for each other in a busy loop.
   *
   * @return how many OpenBLAS, which others use too, had before
   */
  static int useThreads(int threads) {
    torch.set_num_threads(threads);
    return blasThreads(threads);
  }

  /** Sets the threads of OpenBLAS; gives their number before. */
  static int blasThreads(int threads) {
    int before = openblas_nolapack.blas_get_num_threads();
    openblas_nolapack.blas_set_num_threads(threads);
    return before;
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
