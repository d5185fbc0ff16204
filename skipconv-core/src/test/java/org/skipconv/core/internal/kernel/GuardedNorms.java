package org.skipconv.core.internal.kernel;

import java.util.Arrays;

/** A kernel's norms, [parts][stride], full of canaries. */
final class GuardedNorms {
  private static final int CANARY = 0x7fc0beef;

  private final Memory memory;
  private final int parts;
  private final int stride;
  private final boolean wanted;

  /**
   * Norms.
   *
   * @param wanted false when the kernel must not write any
   */
  GuardedNorms(int parts, int stride, boolean wanted) {
    this.parts = parts;
    this.stride = stride;
    this.wanted = wanted;
    int[] canaries = new int[parts * stride];
    Arrays.fill(canaries, CANARY);
    memory = Memory.of(canaries);
  }

  Memory memory() {
    return memory;
  }

  int stride() {
    return stride;
  }

  int[] bits() {
    int[] bits = new int[parts * stride];
    memory.ints().get(bits);
    return bits;
  }

  /** Sum over the parts at one entry. */
  double total(int i) {
    double total = 0;
    for (int part = 0; part < parts; part++) {
      total += memory.floats().get(part * stride + i);
    }
    return total;
  }

  /** Throws when anything but the first entries of each part was written. */
  void verifyOnly(String what, int written) {
    for (int i = 0; i < parts * stride; i++) {
      boolean allowed = wanted && i % stride < written;
      if (!allowed && memory.ints().get(i) != CANARY) {
        throw new AssertionError(what + ": wrote entry " + i + ", where it must not");
      }
    }
  }
}
