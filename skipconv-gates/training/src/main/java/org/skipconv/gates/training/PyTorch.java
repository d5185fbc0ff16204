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

  /** Settings of the process before a training, for others use it, too. */
  record Before(int blasThreads, boolean nnpack) {
    void restore() {
      openblas_nolapack.blas_set_num_threads(blasThreads);
      torch.globalContext().setUserEnabledNNPACK(nnpack);
    }
  }

  /**
   * Says how many threads PyTorch may use. OpenBLAS, to which it leaves small convolutions, has
   * one: its threads would wait for work in a busy loop and take the processors from PyTorch's own,
   * which compute the large ones. And switches NNPACK off, which on processors that it does not
   * know writes a warning to the standard error for each convolution.
   */
  static Before prepare(int threads) {
    Before before =
        new Before(
            openblas_nolapack.blas_get_num_threads(), torch.globalContext().userEnabledNNPACK());
    torch.set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(1);
    torch.globalContext().setUserEnabledNNPACK(false);
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
