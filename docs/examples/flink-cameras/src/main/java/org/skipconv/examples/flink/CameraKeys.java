package org.skipconv.examples.flink;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Keys that spread cameras evenly. Flink hashes a key to one of the key groups ({@code
 * maxParallelism} of them) and gives each subtask a run of groups. A few dozen names, hashed, fall
 * unevenly: one subtask may get twice as many as another, and its cores set the pace. So camera n
 * gets a number as its key that is known to fall into group {@code reverse(n)}, the bits of n in
 * reverse: one half of the groups and the other in turns, then quarters, and so on. With a power of
 * two as parallelism, subtasks differ by one camera at most; with another, the busiest has up to
 * three more than its share. A camera keeps its key, and with it its state, when cameras are added
 * or the job is rescaled.
 */
public final class CameraKeys implements KeySelector<Order, Integer> {
  private final int[] keys;

  /**
   * @param cameras how many there may be
   * @param maxParallelism of the job, a power of two
   */
  public CameraKeys(int cameras, int maxParallelism) {
    if (Integer.bitCount(maxParallelism) != 1 || maxParallelism < 2) {
      throw new IllegalArgumentException(
          "maxParallelism must be a power of two from 2 on, but is " + maxParallelism);
    }
    int bits = Integer.numberOfTrailingZeros(maxParallelism);
    keys = new int[cameras];
    Map<Integer, Integer> nextInGroup = new HashMap<>();
    for (int camera = 0; camera < cameras; camera++) {
      int group = Integer.reverse(camera % maxParallelism) >>> (Integer.SIZE - bits);
      int key = nextInGroup.getOrDefault(group, 0);
      while (KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism) != group) {
        key++;
      }
      keys[camera] = key;
      nextInGroup.put(group, key + 1);
    }
  }

  @Override
  public Integer getKey(Order order) {
    return key(order.camera());
  }

  int key(int camera) {
    if (camera < 0 || camera >= keys.length) {
      throw new IllegalArgumentException(
          "cameras are 0 to " + (keys.length - 1) + ", but there is one of number " + camera);
    }
    return keys[camera];
  }
}
