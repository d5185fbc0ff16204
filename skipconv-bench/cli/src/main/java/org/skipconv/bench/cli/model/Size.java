package org.skipconv.bench.cli.model;

/** Height and width in pixels, at least 1. */
public record Size(int height, int width) {

  public Size {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "height and width must be at least 1, but are " + height + " and " + width);
    }
  }

  /** Reads {@code HEIGHTxWIDTH}, such as {@code 256x192}. */
  public static Size parse(String text) {
    String[] parts = text.split("x", -1);
    if (parts.length == 2) {
      try {
        return new Size(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
      } catch (NumberFormatException e) {
        // Told below, in words.
      }
    }
    throw new IllegalArgumentException(
        "a size is written HEIGHTxWIDTH, such as 256x192, but is \"" + text + "\"");
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
