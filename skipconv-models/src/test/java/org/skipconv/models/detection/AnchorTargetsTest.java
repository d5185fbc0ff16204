package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorTargetsTest {
  private static final Anchors ANCHORS = Anchors.of(96, 64, 3, 7, 4);
  private static final GroundTruth LARGE = GroundTruth.of(new Box(5, 8, 50, 80), 1);

  /** Less than half of any anchor. */
  private static final GroundTruth TINY = GroundTruth.of(new Box(30, 30, 34, 36), 3);

  private static final GroundTruth CROWD = new GroundTruth(new Box(0, 60, 40, 96), 1, true);

  @Test
  void everyMatchDecodesToItsObject() {
    AnchorTargets targets = AnchorTargets.match(ANCHORS, List.of(LARGE, TINY, CROWD));
    int[] matches = new int[4];
    for (int i = 0; i < ANCHORS.levels().size(); i++) {
      Anchors.Level level = ANCHORS.levels().get(i);
      int cells = level.height() * level.width();
      for (int at = 0; at < Anchors.PER_CELL * cells; at++) {
        int is = (int) targets.classes(i)[at];
        int anchor = at / cells;
        int y = at % cells / level.width();
        int x = at % level.width();
        Box box = level.box(y, x, anchor);
        double most = 0;
        for (GroundTruth object : List.of(LARGE, CROWD)) {
          most = Math.max(most, box.iou(object.box()));
        }
        if (is == -1) {
          assertThat(most).isLessThan(0.5);
          continue;
        }
        if (is == -2) {
          assertThat(box.iou(CROWD.box())).isGreaterThanOrEqualTo(0.5);
          continue;
        }
        matches[is]++;
        float[] t = new float[4];
        for (int k = 0; k < 4; k++) {
          t[k] = targets.offsets(i)[(anchor * 4 + k) * cells + at % cells];
        }
        Box decoded = new BoxDecoder(level).decode(y, x, anchor, t[0], t[1], t[2], t[3]);
        Box expected = is == 0 ? LARGE.box() : TINY.box();
        assertThat(decoded.x1()).isCloseTo(expected.x1(), within(1e-3f));
        assertThat(decoded.y1()).isCloseTo(expected.y1(), within(1e-3f));
        assertThat(decoded.x2()).isCloseTo(expected.x2(), within(1e-3f));
        assertThat(decoded.y2()).isCloseTo(expected.y2(), within(1e-3f));
      }
    }
    assertThat(matches[0]).isGreaterThan(1);
    assertThat(matches[2]).as("an object that no anchor fits has the best one").isEqualTo(1);
  }

  @Test
  void nothingMatchesInAnEmptyFrame() {
    AnchorTargets targets = AnchorTargets.match(ANCHORS, List.of());
    assertThat(targets.classes(0)).containsOnly(-1);
    assertThat(targets.offsets(4)).containsOnly(0);
  }
}
