package org.skipconv.models.detection;

import java.util.Arrays;
import java.util.List;

/**
 * Target outputs of a detector for known objects: each anchor takes the object that it overlaps
 * most, if their intersection over union is at least 0.5, and each object has at least the anchor
 * that overlaps it most (effdet's {@code AnchorLabeler}).
 */
public final class AnchorTargets {
  private static final double MATCH = 0.5;

  private final Anchors anchors;
  private final float[][] classes;
  private final float[][] offsets;

  private AnchorTargets(Anchors anchors) {
    this.anchors = anchors;
    int levels = anchors.levels().size();
    classes = new float[levels][];
    offsets = new float[levels][];
    for (int i = 0; i < levels; i++) {
      Anchors.Level level = anchors.levels().get(i);
      int cells = level.height() * level.width();
      classes[i] = new float[Anchors.PER_CELL * cells];
      offsets[i] = new float[Anchors.PER_CELL * 4 * cells];
      Arrays.fill(classes[i], -1);
    }
  }

  /**
   * Matches objects with anchors.
   *
   * @param anchors anchors of the network
   * @param objects boxes in pixels of the network's input; anchors that match a crowd do not count
   * @return the target of each anchor
   */
  public static AnchorTargets match(Anchors anchors, List<GroundTruth> objects) {
    AnchorTargets targets = new AnchorTargets(anchors);
    Spot[] best = new Spot[objects.size()];
    double[] overlap = new double[objects.size()];
    for (int i = 0; i < anchors.levels().size(); i++) {
      targets.matchLevel(i, objects, best, overlap);
    }
    for (int k = 0; k < best.length; k++) {
      if (best[k] != null && !objects.get(k).crowd()) {
        targets.set(best[k], objects.get(k));
      }
    }
    return targets;
  }

  /** One anchor of one cell. */
  private record Spot(int level, int y, int x, int anchor) {}

  private void matchLevel(int i, List<GroundTruth> objects, Spot[] best, double[] overlap) {
    Anchors.Level level = anchors.levels().get(i);
    // Moved from cell to cell: making each anchor anew takes longer than all else here.
    Box[] first = new Box[Anchors.PER_CELL];
    Arrays.setAll(first, a -> level.box(0, 0, a));
    for (int y = 0; y < level.height(); y++) {
      for (int x = 0; x < level.width(); x++) {
        for (int a = 0; a < Anchors.PER_CELL; a++) {
          Box box = first[a].moved(x * level.strideX(), y * level.strideY());
          matchAnchor(new Spot(i, y, x, a), box, objects, best, overlap);
        }
      }
    }
  }

  private void matchAnchor(
      Spot spot, Box box, List<GroundTruth> objects, Spot[] best, double[] overlap) {
    GroundTruth taken = null;
    double most = MATCH;
    for (int k = 0; k < best.length; k++) {
      double iou = box.iou(objects.get(k).box());
      if (iou > overlap[k]) {
        overlap[k] = iou;
        best[k] = spot;
      }
      if (iou >= most) {
        most = iou;
        taken = objects.get(k);
      }
    }
    if (taken != null) {
      set(spot, taken);
    }
  }

  private void set(Spot spot, GroundTruth object) {
    Anchors.Level level = anchors.levels().get(spot.level());
    int cells = level.height() * level.width();
    int cell = spot.y() * level.width() + spot.x();
    classes[spot.level()][spot.anchor() * cells + cell] =
        object.crowd() ? -2 : object.classId() - 1;
    Box box = object.box();
    double height = level.anchorHeight(spot.anchor());
    double width = level.anchorWidth(spot.anchor());
    double[] wanted = {
      ((box.y1() + box.y2()) / 2 - level.centerY(spot.y())) / height,
      ((box.x1() + box.x2()) / 2 - level.centerX(spot.x())) / width,
      Math.log((box.y2() - box.y1()) / height),
      Math.log((box.x2() - box.x1()) / width)
    };
    for (int k = 0; k < 4; k++) {
      offsets[spot.level()][(spot.anchor() * 4 + k) * cells + cell] = (float) wanted[k];
    }
  }

  /**
   * {@return the class of each anchor of a level, [9, H, W], from 0; -1 for none, -2 for a crowd}
   *
   * @param level number of the level, from 0, the finest
   */
  public float[] classes(int level) {
    return classes[level].clone();
  }

  /**
   * {@return {@code ty, tx, th, tw} of each anchor of a level, [36, H, W]; 0 where it has no class}
   *
   * @param level number of the level, from 0, the finest
   */
  public float[] offsets(int level) {
    return offsets[level].clone();
  }
}
