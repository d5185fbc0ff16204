package org.skipconv.models.detection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.GateMask;
import org.skipconv.core.Shape;

/** Outputs of a detector, made by hand. */
public final class Maps {
  private static final int PADDING = 5;

  private Maps() {}

  /** A map with a border of NaN, which nobody may read, and pixels further apart than needed. */
  public static FeatureMap of(Shape shape, float value) {
    int pixel = shape.channels() + 3;
    int row = (shape.width() + 2) * pixel;
    int origin = row + pixel + PADDING;
    FloatBuffer memory =
        ByteBuffer.allocateDirect(4 * ((shape.height() + 2) * row + PADDING))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int i = 0; i < memory.capacity(); i++) {
      memory.put(i, Float.NaN);
    }
    FeatureMap map = new FeatureMap(shape, memory, 0, origin, row, pixel);
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < shape.channels(); c++) {
          set(map, c, y, x, value);
        }
      }
    }
    return map;
  }

  /** A map with the given values in the order of channels, rows and columns. */
  public static FeatureMap of(Shape shape, float[] values) {
    FeatureMap map = of(shape, 0);
    int i = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          set(map, c, y, x, values[i++]);
        }
      }
    }
    return map;
  }

  static void set(FeatureMap map, int channel, int y, int x, float value) {
    map.memory().put(map.index(y, x) + channel, value);
  }

  /** Levels on which nothing is to be seen: logits of -10, boxes equal to their anchors. */
  static List<LevelMaps> silent(Anchors anchors) {
    List<LevelMaps> maps = new ArrayList<>();
    for (Anchors.Level level : anchors.levels()) {
      maps.add(
          new LevelMaps(
              of(new Shape(9 * 90, level.height(), level.width()), -10),
              of(new Shape(9 * 4, level.height(), level.width()), 0),
              null));
    }
    return maps;
  }

  static LevelMaps changed(LevelMaps maps, GateMask changed) {
    return new LevelMaps(maps.classes(), maps.boxes(), changed);
  }
}
