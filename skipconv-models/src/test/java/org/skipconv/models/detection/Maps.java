package org.skipconv.models.detection;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.GateMask;
import org.skipconv.core.Shape;

/** Outputs of a detector, made by hand. */
public final class Maps {
  private Maps() {}

  /** Values in the order of channels, rows and columns. */
  private record ArrayMap(Shape shape, FloatBuffer values) implements FeatureMap {
    int index(int channel, int y, int x) {
      int row = Objects.checkIndex(channel, shape.channels()) * shape.height();
      row += Objects.checkIndex(y, shape.height());
      return row * shape.width() + Objects.checkIndex(x, shape.width());
    }

    @Override
    public float get(int channel, int y, int x) {
      return values.get(index(channel, y, x));
    }

    @Override
    public void read(int y, int x, float[] channels) {
      for (int c = 0; c < shape.channels(); c++) {
        channels[c] = get(c, y, x);
      }
    }
  }

  /** A map with one value everywhere. */
  public static FeatureMap of(Shape shape, float value) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    Arrays.fill(values, value);
    return of(shape, values);
  }

  /** A map with the given values in the order of channels, rows and columns. */
  public static FeatureMap of(Shape shape, float[] values) {
    return new ArrayMap(shape, FloatBuffer.wrap(values));
  }

  /** Changes a map that was made here. */
  static void set(FeatureMap map, int channel, int y, int x, float value) {
    ArrayMap made = (ArrayMap) map;
    made.values.put(made.index(channel, y, x), value);
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
