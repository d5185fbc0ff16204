package org.skipconv.bench.cli.setup;

import org.skipconv.models.vision.CropWindow;

/**
 * A part of some footage.
 *
 * @param start number of its first frame, from 0
 * @param frames how many, null for all that follow
 * @param crop what the network sees of a picture, null for the model's usual view
 */
public record FootagePart(int start, Integer frames, CropWindow crop) {

  /**
   * Reads {@code start,frames} or {@code start,frames,x,y,w,h}.
   *
   * @throws IllegalArgumentException when it is written otherwise, or has fewer than 2 frames
   */
  public static FootagePart parse(String text) {
    String[] fields = text.split(",", 3);
    if (fields.length < 2) {
      throw new IllegalArgumentException(
          "a part is written start,frames or start,frames,x,y,w,h, but not \"" + text + "\"");
    }
    int start = number(text, fields[0]);
    int frames = number(text, fields[1]);
    if (start < 0 || frames < 2) {
      throw new IllegalArgumentException(
          "a part starts at frame 0 or later and has at least 2 frames, but not \"" + text + "\"");
    }
    return new FootagePart(start, frames, fields.length == 2 ? null : CropWindow.parse(fields[2]));
  }

  /** The same with a crop where it has none; null for the model's usual view. */
  public FootagePart withUsualCrop(CropWindow usual) {
    return crop != null ? this : new FootagePart(start, frames, usual);
  }

  private static int number(String text, String field) {
    try {
      return Integer.parseInt(field.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "\"" + field + "\" is no number of a frame in the part \"" + text + "\"", e);
    }
  }

  @Override
  public String toString() {
    String range = start + " to " + (frames == null ? "the end" : start + frames - 1);
    return crop == null ? range : range + " at " + crop;
  }
}
