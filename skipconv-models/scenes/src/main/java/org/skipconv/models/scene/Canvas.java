package org.skipconv.models.scene;

/** The picture being drawn, in grey levels before light and noise, and whose each pixel is. */
final class Canvas {
  final int height;
  final int width;
  private final float[] rgb;
  private final float[] depths;
  private final byte[] owners;
  private final byte[] touched;
  private Extent extent = new Extent(0);

  /** The pixels of one figure. */
  static final class Extent {
    final byte id;
    int x0 = Integer.MAX_VALUE;
    int y0 = Integer.MAX_VALUE;
    int x1 = -1;
    int y1 = -1;
    int pixels;

    private Extent(int id) {
      this.id = (byte) id;
    }

    private void add(int x, int y) {
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
      pixels++;
    }
  }

  /** Draws into rgb; depths are those of the background. */
  Canvas(int height, int width, float[] rgb, float[] depths) {
    this.height = height;
    this.width = width;
    this.rgb = rgb;
    this.depths = depths;
    owners = new byte[height * width];
    touched = new byte[height * width];
  }

  /** Begins a figure, 1 to 127, to which everything belongs that is drawn from now on. */
  Extent begin(int id) {
    extent = new Extent(id);
    return extent;
  }

  int owner(int x, int y) {
    return owners[y * width + x];
  }

  /** Pixels of a figure that nothing covers. */
  int visible(Extent of) {
    int count = 0;
    for (int y = of.y0; y <= of.y1; y++) {
      for (int i = y * width + of.x0; i <= y * width + of.x1; i++) {
        count += owners[i] == of.id ? 1 : 0;
      }
    }
    return count;
  }

  /** Lays a colour over a pixel; a pixel belongs to whoever covers half of it. */
  void blend(int x, int y, double cover, double depth, double red, double green, double blue) {
    int i = y * width + x;
    boolean owned = cover >= 0.5;
    if (owned && touched[i] != extent.id) {
      touched[i] = extent.id;
      extent.add(x, y);
    }
    if (depth > depths[i]) {
      return; // a thing of the background stands in front
    }
    if (owned) {
      owners[i] = extent.id;
    }
    float c = (float) cover;
    rgb[3 * i] += c * ((float) red - rgb[3 * i]);
    rgb[3 * i + 1] += c * ((float) green - rgb[3 * i + 1]);
    rgb[3 * i + 2] += c * ((float) blue - rgb[3 * i + 2]);
  }

  /** Darkens an ellipse on the ground, softly; belongs to nobody. */
  void shadow(Vec centre, double rx, double ry) {
    int top = Math.max(0, (int) Math.ceil(centre.y() - ry));
    int bottom = Math.min(height - 1, (int) Math.floor(centre.y() + ry));
    int left = Math.max(0, (int) Math.ceil(centre.x() - rx));
    int right = Math.min(width - 1, (int) Math.floor(centre.x() + rx));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double dx = (x - centre.x()) / rx;
        double dy = (y - centre.y()) / ry;
        double inside = 1 - dx * dx - dy * dy;
        int i = y * width + x;
        if (inside > 0 && depths[i] > centre.z() - 0.8) {
          float keep = (float) (1 - 0.45 * inside);
          rgb[3 * i] *= keep;
          rgb[3 * i + 1] *= keep;
          rgb[3 * i + 2] *= keep;
        }
      }
    }
  }
}
