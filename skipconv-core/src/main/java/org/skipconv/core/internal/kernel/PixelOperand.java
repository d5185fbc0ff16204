package org.skipconv.core.internal.kernel;

import java.util.stream.IntStream;

/**
 * Operand of a pixel program.
 *
 * @param addressing how its values are found
 * @param plane null for {@link Addressing#CONSTANT}
 * @param factor of a weighted sum's term; the value of a constant
 * @param rows null where each output row reads the row of the same number
 * @param columns likewise
 * @param channels of a gather: the channel that each channel of the target's run reads, {@link
 *     #ZERO} or {@link #KEPT}; null where it reads the one of the same number
 */
public record PixelOperand(
    Addressing addressing,
    Plane plane,
    float factor,
    Axis rows,
    Axis columns,
    ChannelTable channels) {
  /** Entry of a table for a value that is 0. */
  public static final int ZERO = -1;

  /** Entry of a gather's table of channels for a value that is not written. */
  public static final int KEPT = -2;

  /** Way from an output value to an operand's value. */
  public enum Addressing {
    /** Each channel at the output's pixel. */
    FULL,
    /** The map's one channel, for all channels. */
    ONE_CHANNEL,
    /** Each channel of the map's one pixel, for all pixels. */
    ONE_PIXEL,
    /** One number for everything. */
    CONSTANT
  }

  public PixelOperand {
    if ((addressing == Addressing.CONSTANT) != (plane == null)) {
      throw new IllegalArgumentException(addressing + " with " + plane);
    }
    if (plane != null && !plane.element().holdsValues()) {
      throw new IllegalArgumentException("an operand must be of floats, but is a " + plane);
    }
    if (addressing == Addressing.ONE_CHANNEL && plane.shape().channels() != 1) {
      throw new IllegalArgumentException("one channel is asked for, but there is a " + plane);
    }
    if (addressing == Addressing.ONE_PIXEL && plane.shape().pixels() != 1) {
      throw new IllegalArgumentException("one pixel is asked for, but there is a " + plane);
    }
  }

  /** A map of the output's height and width. */
  public static PixelOperand of(Plane plane) {
    return new PixelOperand(Addressing.FULL, plane, 1, null, null, null);
  }

  /** A map that is read through tables. */
  public static PixelOperand of(Plane plane, Axis rows, Axis columns) {
    return new PixelOperand(Addressing.FULL, plane, 1, rows, columns, null);
  }

  /** A map of one channel, for all channels. */
  public static PixelOperand oneChannel(Plane plane) {
    return new PixelOperand(Addressing.ONE_CHANNEL, plane, 1, null, null, null);
  }

  /** A map of one pixel, for all pixels: one value a channel. */
  public static PixelOperand onePixel(Plane plane) {
    return new PixelOperand(Addressing.ONE_PIXEL, plane, 1, null, null, null);
  }

  /** One number for everything. */
  public static PixelOperand constant(float value) {
    return new PixelOperand(Addressing.CONSTANT, null, value, null, null, null);
  }

  /** The same as a term of a weighted sum. */
  public PixelOperand withFactor(float newFactor) {
    return new PixelOperand(addressing, plane, newFactor, rows, columns, channels);
  }

  /** The same with a table of channels. */
  public PixelOperand withChannels(ChannelTable newChannels) {
    return new PixelOperand(addressing, plane, factor, rows, columns, newChannels);
  }

  /** The channel that is read for one of the target's run, {@link #ZERO} or {@link #KEPT}. */
  int channel(int channel, int y, int x) {
    return channels == null ? channel : channels.source(channel, y, x);
  }

  /**
   * The channel that is read for each of a target's run, {@link #ZERO} or {@link #KEPT}; null where
   * pixels take turns.
   */
  int[] channels(int count) {
    if (channels != null && channels.phaseRows() * channels.phaseColumns() > 1) {
      return null;
    }
    return IntStream.range(0, count).map(channel -> channel(channel, 0, 0)).toArray();
  }

  /** The value for an output value, without the factor. */
  float get(int channel, int y, int x) {
    return switch (addressing) {
      case FULL -> plane.get(channel, Axis.source(rows, y), Axis.source(columns, x));
      case ONE_CHANNEL -> plane.get(0, Axis.source(rows, y), Axis.source(columns, x));
      case ONE_PIXEL -> plane.get(channel, 0, 0);
      case CONSTANT -> factor;
    };
  }
}
