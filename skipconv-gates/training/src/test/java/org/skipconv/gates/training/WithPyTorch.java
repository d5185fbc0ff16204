package org.skipconv.gates.training;

import org.junit.jupiter.api.Assumptions;

/** For tests that need PyTorch's native code, which there is not for every platform. */
final class WithPyTorch {
  private WithPyTorch() {}

  static void assume() {
    try {
      PyTorch.require();
      PyTorch.prepare(1);
    } catch (IllegalStateException e) {
      Assumptions.abort(e.getMessage());
    }
  }
}
