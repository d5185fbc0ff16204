package org.skipconv.models.segmentation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.skipconv.models.Agreement;
import org.skipconv.models.vision.CropWindow;

/**
 * Agreement of segmentations computed with skipping with those of the dense network: for each class
 * intersection over union of its pixels, over all frames, and the mean over the classes that either
 * path found (Everingham et al., Pascal VOC). Adds up over frames; not thread-safe.
 */
public final class SegmentationAgreement implements Agreement<Segmentation> {
  private long[] shared = {};
  private long[] either = {};
  private long pixels;
  private long equal;

  /** Makes a comparison that has seen no frame. */
  public SegmentationAgreement() {}

  /**
   * Adds a frame; pixels outside the picture do not count.
   *
   * @param dense result of the dense path
   * @param skip result of the skip path
   */
  public void add(Segmentation dense, Segmentation skip) {
    if (dense.height() != skip.height() || dense.width() != skip.width()) {
      throw new IllegalArgumentException(
          "segmentations of "
              + dense.height()
              + "x"
              + dense.width()
              + " and "
              + skip.height()
              + "x"
              + skip.width()
              + " cannot be compared");
    }
    int classes = Math.max(dense.classes().size(), skip.classes().size());
    if (classes > shared.length) {
      shared = Arrays.copyOf(shared, classes);
      either = Arrays.copyOf(either, classes);
    }
    for (int y = 0; y < dense.height(); y++) {
      for (int x = 0; x < dense.width(); x++) {
        count(dense.cell(y, x), skip.cell(y, x));
      }
    }
  }

  private void count(int dense, int skip) {
    if (dense == Segmentation.OUTSIDE || skip == Segmentation.OUTSIDE) {
      return;
    }
    pixels++;
    either[dense]++;
    if (dense == skip) {
      equal++;
      shared[dense]++;
    } else {
      either[skip]++;
    }
  }

  /** The same; where the network looked, the segmentations know. */
  @Override
  public void add(Segmentation dense, Segmentation skip, CropWindow window) {
    add(dense, skip);
  }

  /** {@return the mean intersection over union, 0 to 1; empty when no pixel counted} */
  public OptionalDouble meanIou() {
    double sum = 0;
    int found = 0;
    for (int c = 0; c < shared.length; c++) {
      if (either[c] > 0) {
        sum += (double) shared[c] / either[c];
        found++;
      }
    }
    return found == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / found);
  }

  /** {@return the share of pixels of the same class, 0 to 1; empty when none counted} */
  public OptionalDouble pixelAccuracy() {
    return pixels == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) equal / pixels);
  }

  /** Both by name: {@code meanIou} and {@code pixelAccuracy}. */
  @Override
  public Map<String, OptionalDouble> values() {
    Map<String, OptionalDouble> values = new LinkedHashMap<>();
    values.put("meanIou", meanIou());
    values.put("pixelAccuracy", pixelAccuracy());
    return values;
  }

  @Override
  public String text() {
    if (pixels == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "mean IoU %.4f, %.2f %% of pixels of the class that the dense path gives them",
        meanIou().orElseThrow(),
        100 * pixelAccuracy().orElseThrow());
  }
}
