package org.skipconv.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class CameraKeysTest {
  private static final int MAX = 128;

  /** Cameras of each subtask. */
  private static int[] shares(int cameras, int parallelism, IntFunction<Object> key) {
    int[] shares = new int[parallelism];
    for (int camera = 0; camera < cameras; camera++) {
      int subtask =
          KeyGroupRangeAssignment.assignKeyToParallelOperator(key.apply(camera), MAX, parallelism);
      shares[subtask]++;
    }
    Arrays.sort(shares);
    return shares;
  }

  @Test
  void subtasksHaveTheSameNumberOfCamerasWhichHashedNamesDoNot() {
    CameraKeys keys = new CameraKeys(24, MAX);
    assertThat(shares(24, 4, keys::key)).containsExactly(6, 6, 6, 6);
    assertThat(shares(24, 2, keys::key)).containsExactly(12, 12);
    assertThat(shares(24, 8, keys::key)).containsExactly(3, 3, 3, 3, 3, 3, 3, 3);
    int[] hashed = shares(24, 4, camera -> String.format("camera-%02d", camera));
    assertThat(hashed[3]).as("names as keys, hashed").isGreaterThanOrEqualTo(8);
  }

  @Test
  void anyNumberOfCamerasSpreadsOverAnyNumberOfSubtasks() {
    CameraKeys keys = new CameraKeys(300, MAX);
    for (int cameras = 1; cameras <= 300; cameras++) {
      for (int parallelism = 1; parallelism <= 24; parallelism++) {
        int[] shares = shares(cameras, parallelism, keys::key);
        boolean even = Integer.bitCount(parallelism) == 1;
        int fairShare = (cameras + parallelism - 1) / parallelism;
        assertThat(shares[parallelism - 1] - fairShare)
            .as("%d cameras, %d subtasks: %s", cameras, parallelism, Arrays.toString(shares))
            .isLessThanOrEqualTo(even ? 0 : 3);
      }
    }
  }

  @Test
  void everyCameraHasAKeyOfItsOwnThatStaysWhenCamerasAreAdded() {
    CameraKeys few = new CameraKeys(24, MAX);
    CameraKeys many = new CameraKeys(300, MAX);
    assertThat(IntStream.range(0, 300).map(many::key).distinct().count()).isEqualTo(300);
    for (int camera = 0; camera < 24; camera++) {
      assertThat(many.key(camera)).isEqualTo(few.key(camera));
    }
  }

  @Test
  void badNumbersAreRefused() {
    assertThatThrownBy(() -> new CameraKeys(24, 100))
        .hasMessage("maxParallelism must be a power of two from 2 on, but is 100");
    assertThatThrownBy(() -> new CameraKeys(24, MAX).key(24))
        .hasMessage("cameras are 0 to 23, but there is one of number 24");
  }
}
