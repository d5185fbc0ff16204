package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.ForkedJvm;

/** Sanitized kernels find what they are there to find; else a clean run would mean nothing. */
class SanitizerTest {

  @BeforeEach
  void onlySanitized() {
    String sanitizers = System.getProperty("skipconv.sanitizers", "");
    assumeTrue(!sanitizers.isEmpty(), "the kernels are not sanitized");
  }

  /** Lets a kernel write one value after a block of memory. */
  static final class WritesTooFar {
    private WritesTooFar() {}

    public static void main(String[] args) {
      try (Memory block = Memory.ofFloats(16);
          Memory source = Memory.ofFloats(1024)) {
        int allowed = block.bytes().capacity() / Float.BYTES;
        NativeBinding.addScaled(
            NativeLayout.TIER_PORTABLE, block.address(), source.address(), 1, allowed + 1);
        System.out.println("went on");
      }
    }
  }

  /** Lets a kernel read a block that was freed. */
  static final class ReadsWhatWasFreed {
    private ReadsWhatWasFreed() {}

    public static void main(String[] args) {
      Memory block = Memory.ofFloats(16);
      block.close();
      try (Memory target = Memory.ofFloats(16)) {
        NativeBinding.addScaled(
            NativeLayout.TIER_PORTABLE, target.address(), block.address(), 1, 16);
        System.out.println("went on");
      }
    }
  }

  @Test
  void aWriteBehindABlockEndsTheProcess() throws Exception {
    assertThat(ForkedJvm.run(WritesTooFar.class))
        .contains("AddressSanitizer: heap-buffer-overflow")
        .doesNotContain("went on");
  }

  @Test
  void aReadOfFreedMemoryEndsTheProcess() throws Exception {
    assertThat(ForkedJvm.run(ReadsWhatWasFreed.class))
        .contains("AddressSanitizer: heap-use-after-free")
        .doesNotContain("went on");
  }
}
