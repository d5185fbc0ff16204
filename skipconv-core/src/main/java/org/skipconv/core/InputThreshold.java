package org.skipconv.core;

import java.util.Objects;

/**
 * Threshold up to which a change at the input counts as noise. Only {@link ResidualPolicy#CARRY}
 * has one. Immutable.
 *
 * <ul>
 *   <li>{@linkplain #fixed Fixed}: a pixel keeps its held value up to one mean |change| over its
 *       channels.
 *   <li>{@linkplain #measured Measured}: the stream measures the noise of its frames, by
 *       brightness, and takes over what stands out of it, alone or together with its neighbours.
 *       For pictures.
 *   <li>{@linkplain #automatic Automatic}, the default: measured where a picture is the source and
 *       its grey level therefore known, as in a stream of a model of pictures; in a session by
 *       itself fixed, {@value SessionOptions#DEFAULT_INPUT_THRESHOLD}.
 * </ul>
 */
public final class InputThreshold {
  private static final InputThreshold AUTOMATIC =
      new InputThreshold(SessionOptions.DEFAULT_INPUT_THRESHOLD, 0, true);

  private final float change;
  private final float greyLevel;
  private final boolean automatic;

  private InputThreshold(float change, float greyLevel, boolean automatic) {
    this.change = change;
    this.greyLevel = greyLevel;
    this.automatic = automatic;
  }

  /**
   * {@return a threshold that is always the same}
   *
   * @param change mean over the channels of |x - held| of a pixel, in units of the network's input,
   *     up to which the held pixel is kept; not negative, 0 passes every change on
   */
  public static InputThreshold fixed(float change) {
    if (!(change >= 0) || Float.isInfinite(change)) {
      throw new IllegalArgumentException(
          "the input threshold must be 0 or more and finite, but is " + change);
    }
    return new InputThreshold(change, 0, false);
  }

  /**
   * {@return a threshold that follows the noise of the frames}
   *
   * @param greyLevel change of the network's input for one grey level, of 255, of the picture
   */
  public static InputThreshold measured(float greyLevel) {
    if (!(greyLevel > 0) || Float.isInfinite(greyLevel)) {
      throw new IllegalArgumentException(
          "one grey level must change the input by more than 0, but does by " + greyLevel);
    }
    return new InputThreshold(0, greyLevel, false);
  }

  /** {@return the threshold that suits the source} */
  public static InputThreshold automatic() {
    return AUTOMATIC;
  }

  /**
   * {@return what this threshold is for pictures: an automatic one is measured, any other stays as
   * it is}
   *
   * @param pictureGreyLevel change of the network's input for one grey level of the picture
   */
  public InputThreshold forPictures(float pictureGreyLevel) {
    return automatic ? measured(pictureGreyLevel) : this;
  }

  /** {@return whether the source decides} */
  public boolean isAutomatic() {
    return automatic;
  }

  /** {@return whether the threshold is always the same, whatever the source} */
  public boolean isFixed() {
    return !automatic && !isMeasured();
  }

  /** {@return whether the noise of the frames is measured} */
  public boolean isMeasured() {
    return greyLevel > 0;
  }

  /**
   * {@return the largest mean |change| of a pixel that is held back, of an automatic threshold in a
   * session by itself}
   *
   * @throws IllegalStateException when the threshold is measured
   */
  public float change() {
    if (isMeasured()) {
      throw new IllegalStateException("a measured input threshold has no fixed change");
    }
    return change;
  }

  /**
   * {@return the change of the network's input for one grey level}
   *
   * @throws IllegalStateException when the threshold is not measured
   */
  public float greyLevel() {
    if (!isMeasured()) {
      throw new IllegalStateException("an input threshold of " + this + " knows no grey level");
    }
    return greyLevel;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InputThreshold that
        && Float.compare(change, that.change) == 0
        && Float.compare(greyLevel, that.greyLevel) == 0
        && automatic == that.automatic;
  }

  @Override
  public int hashCode() {
    return Objects.hash(change, greyLevel, automatic);
  }

  /** {@code auto}, {@code measured} or the fixed change. */
  @Override
  public String toString() {
    return automatic ? "auto" : isMeasured() ? "measured" : Float.toString(change);
  }
}
