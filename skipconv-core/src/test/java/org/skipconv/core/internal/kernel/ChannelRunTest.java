package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChannelRunTest {
  private static final int KEPT = PixelOperand.KEPT;
  private static final int ZERO = PixelOperand.ZERO;

  @Test
  void concatenationIsOneRun() {
    assertThat(ChannelRun.of(new int[] {KEPT, KEPT, 0, 1, 2}))
        .containsExactly(new ChannelRun(0, 2, 3, 1));
  }

  @Test
  void shuffleIsOneRunWithAStep() {
    assertThat(ChannelRun.of(new int[] {4, KEPT, 5, KEPT, 6}))
        .containsExactly(new ChannelRun(4, 0, 3, 2));
  }

  @Test
  void runsMayLieBetweenEachOther() {
    assertThat(ChannelRun.of(new int[] {0, 7, 1, 8, 2, 9}))
        .containsExactly(new ChannelRun(0, 0, 3, 2), new ChannelRun(7, 1, 3, 2));
  }

  @Test
  void zerosAreRunsToo() {
    assertThat(ChannelRun.of(new int[] {ZERO, ZERO, 3, ZERO}))
        .containsExactly(
            new ChannelRun(ZERO, 0, 2, 1),
            new ChannelRun(3, 2, 1, 1),
            new ChannelRun(ZERO, 3, 1, 1));
  }

  @Test
  void whatIsInNoOrderIsOneRunAChannel() {
    assertThat(ChannelRun.of(new int[] {5, 2, 2}))
        .containsExactly(
            new ChannelRun(5, 0, 1, 1), new ChannelRun(2, 1, 1, 1), new ChannelRun(2, 2, 1, 1));
  }
}
