package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;

/**
 * Channels of a map that lie in an output pixel by pixel, the same number of values from one to the
 * next. Most outputs are put together of few such parts, which are copied from where the session
 * has them.
 *
 * @param map number of the map among the network's outputs
 * @param channel first of the channels
 * @param count number of channels
 * @param first index of the first pixel's values in the output
 * @param step values from one pixel's to the next one's
 */
record OutputPart(int map, int channel, int count, int first, int step) {
  /** Parts of one map; more would go through it more often than is worth it. */
  private static final int MOST_PARTS = 4;

  /**
   * Finds the parts of an output.
   *
   * @param places of its values among those of the network, negative for 0
   * @param maps shapes of the network's outputs, whose values lie one after the other there, each
   *     row by row with the channels of a pixel together
   * @return null where it is not made of few parts
   */
  static @Nullable List<OutputPart> of(int[] places, List<Shape> maps) {
    int[] begins = new int[maps.size() + 1];
    for (int m = 0; m < maps.size(); m++) {
      begins[m + 1] = begins[m] + Math.toIntExact(maps.get(m).elements());
    }
    Map<List<Integer>, Pixels> found = new LinkedHashMap<>();
    int[] partsOf = new int[maps.size()];
    for (int at = 0, length; at < places.length; at += length) {
      length = 1;
      if (places[at] < 0) {
        continue;
      }
      int map = mapOf(places[at], begins);
      int channels = maps.get(map).channels();
      int channel = (places[at] - begins[map]) % channels;
      int pixel = (places[at] - begins[map]) / channels;
      while (channel + length < channels
          && at + length < places.length
          && places[at + length] == places[at] + length) {
        length++;
      }
      List<Integer> key = List.of(map, channel, length);
      Pixels pixels = found.get(key);
      if (pixels == null) {
        pixels = new Pixels();
        found.put(key, pixels);
        partsOf[map]++;
      }
      if (partsOf[map] > MOST_PARTS || !pixels.goesOn(pixel, at)) {
        return null;
      }
    }
    List<OutputPart> parts = new ArrayList<>();
    for (Map.Entry<List<Integer>, Pixels> one : found.entrySet()) {
      int map = one.getKey().get(0);
      Pixels pixels = one.getValue();
      if (pixels.count != maps.get(map).pixels()) {
        return null;
      }
      parts.add(
          new OutputPart(map, one.getKey().get(1), one.getKey().get(2), pixels.first, pixels.step));
    }
    return parts;
  }

  private static int mapOf(int place, int[] begins) {
    int map = 0;
    while (place >= begins[map + 1]) {
      map++;
    }
    return map;
  }

  /** Pixels of a part that were found so far. */
  private static final class Pixels {
    private int count;
    private int first;
    private int step;

    /** Notes the next pixel; false when it is not the next one, or lies elsewhere. */
    boolean goesOn(int pixel, int at) {
      if (count == 0) {
        first = at;
      } else if (count == 1) {
        step = at - first;
      }
      boolean next = pixel == count && at == first + count * step;
      count++;
      return next;
    }
  }

  /** Copies the part to its places in an output. */
  void copy(FrameResult result, List<String> names, float[] output) {
    result.map(names.get(map)).copyTo(channel, count, output, first, step);
  }
}
