package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final int LARGE = 64 << 20;

  /** A session may be opened, or make a table, in the midst of an application's own scope. */
  @Test
  void aScopeOfTheApplicationFreesNothing() {
    Memory memory;
    try (PointerScope application = new PointerScope()) {
      assertThat(application).isNotNull();
      memory = Memory.ofBytes(LARGE);
      memory.ints().put(0, 7);
    }
    assertThat(Pointer.totalBytes()).isGreaterThanOrEqualTo(LARGE);
    assertThat(memory.ints().get(0)).isEqualTo(7);
    memory.close();
  }

  @Test
  void isFreedWhenItIsClosedWithinAScopeAndWithout() {
    long before = Pointer.totalBytes();
    Memory.ofBytes(LARGE).close();
    assertThat(Pointer.totalBytes()).isLessThan(before + LARGE);
    try (PointerScope application = new PointerScope()) {
      Memory.ofBytes(LARGE).close();
      assertThat(application).isNotNull();
      assertThat(Pointer.totalBytes()).isLessThan(before + LARGE);
    }
  }
}
