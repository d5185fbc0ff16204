package org.skipconv.models.detection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.GateMask;

/**
 * The class logits of one level that may become detections, by pixel. Remembered from frame to
 * frame, so that only pixels that changed are looked at again: a map has hundreds of values a
 * pixel, and nearly all of them are far too low.
 */
final class LevelCandidates {
  private final int width;
  private final float threshold;
  private final Row[] rows;
  private Row spare;
  private float[] values = new float[0];

  /** Candidates of one row of cells, ordered by column and channel. */
  private static final class Row {
    int[] columns = new int[8];
    int[] channels = new int[8];
    float[] logits = new float[8];
    int size;

    void add(int column, int channel, float logit) {
      if (size == columns.length) {
        columns = Arrays.copyOf(columns, 2 * size);
        channels = Arrays.copyOf(channels, 2 * size);
        logits = Arrays.copyOf(logits, 2 * size);
      }
      columns[size] = column;
      channels[size] = channel;
      logits[size++] = logit;
    }
  }

  /** Takes candidates in the order of row, column and channel. */
  @FunctionalInterface
  interface Visitor {
    void candidate(int y, int x, int channel, float logit);
  }

  LevelCandidates(int height, int width, float threshold) {
    this.width = width;
    this.threshold = threshold;
    rows = new Row[height];
    Arrays.setAll(rows, y -> new Row());
    spare = new Row();
  }

  /**
   * Looks at a map.
   *
   * @param changed the pixels to look at, or null for all
   */
  void update(FeatureMap map, @Nullable GateMask changed) {
    for (int y = 0; y < rows.length; y++) {
      if (changed == null || anyOpen(changed, y)) {
        update(map, changed, y);
      }
    }
  }

  private boolean anyOpen(GateMask mask, int y) {
    for (int x = 0; x < width; x++) {
      if (mask.isOpen(y, x)) {
        return true;
      }
    }
    return false;
  }

  private void update(FeatureMap map, @Nullable GateMask changed, int y) {
    Row before = rows[y];
    Row after = spare;
    after.size = 0;
    int next = 0;
    for (int x = 0; x < width; x++) {
      boolean scanned = changed == null || changed.isOpen(y, x);
      for (; next < before.size && before.columns[next] == x; next++) {
        if (!scanned) {
          after.add(x, before.channels[next], before.logits[next]);
        }
      }
      if (scanned) {
        scan(map, y, x, after);
      }
    }
    rows[y] = after;
    spare = before;
  }

  private void scan(FeatureMap map, int y, int x, Row row) {
    int channels = map.shape().channels();
    if (values.length != channels) {
      values = new float[channels];
    }
    // Locals, because a field would be loaded anew for each of the millions of values.
    float[] logits = values;
    float least = threshold;
    map.read(y, x, logits);
    for (int c = 0; c < channels; c++) {
      if (logits[c] >= least) {
        row.add(x, c, logits[c]);
      }
    }
  }

  int size() {
    int size = 0;
    for (Row row : rows) {
      size += row.size;
    }
    return size;
  }

  void forEach(Visitor visitor) {
    for (int y = 0; y < rows.length; y++) {
      Row row = rows[y];
      for (int i = 0; i < row.size; i++) {
        visitor.candidate(y, row.columns[i], row.channels[i], row.logits[i]);
      }
    }
  }
}
