package org.skipconv.models.vision;

import org.jspecify.annotations.Nullable;

/**
 * Place and border of a letterboxed picture. Immutable.
 *
 * @param centred whether the border is shared out among both sides, the larger half below and
 *     right; the picture's size is then rounded to the nearest pixels, as Ultralytics does, else
 *     down
 * @param border level of the border's grey, 0 to 255, before normalisation; null for 0 after it
 */
public record LetterboxForm(boolean centred, @Nullable Integer border) {
  /** Level of grey that the YOLO family fills the border with. */
  public static final int YOLO_GREY = 114;

  /** Upper left, 0 after normalisation: EfficientDet. */
  public static final LetterboxForm UPPER_LEFT = new LetterboxForm(false, null);

  /** Refuses impossible values. */
  public LetterboxForm {
    if (border != null && (border < 0 || border > 255)) {
      throw new IllegalArgumentException("grey is 0 to 255, but the border is " + border);
    }
  }

  /**
   * {@return this form with the picture in the middle, or at the upper left}
   *
   * @param inTheMiddle whether it lies in the middle
   */
  public LetterboxForm withCentred(boolean inTheMiddle) {
    return new LetterboxForm(inTheMiddle, border);
  }

  /**
   * {@return this form with a border of a grey, 0 to 255}
   *
   * @param grey level of the border
   */
  public LetterboxForm withBorder(int grey) {
    return new LetterboxForm(centred, grey);
  }
}
