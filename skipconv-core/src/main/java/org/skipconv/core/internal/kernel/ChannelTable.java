package org.skipconv.core.internal.kernel;

/**
 * Channel of an operand that each channel of a target's run reads, {@link PixelOperand#ZERO} or
 * {@link PixelOperand#KEPT}. Pixels take turns: those of one phase, {@code (y % phaseRows) *
 * phaseColumns + x % phaseColumns}, read alike.
 *
 * @param sources int32 table, [phase][channel of the run]
 * @param count number of channels of the run
 * @param phaseRows rows after which phases repeat
 * @param phaseColumns columns after which phases repeat
 */
public record ChannelTable(Memory sources, int count, int phaseRows, int phaseColumns) {

  /** The same channels for every pixel. */
  public static ChannelTable of(Planes owner, int... sources) {
    return new ChannelTable(owner.tableOf(sources), sources.length, 1, 1);
  }

  int source(int channel, int y, int x) {
    int phase = y % phaseRows * phaseColumns + x % phaseColumns;
    return sources.ints().get(phase * count + channel);
  }
}
