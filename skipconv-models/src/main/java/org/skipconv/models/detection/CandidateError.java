package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.gates.calibration.OutputDistance;

/**
 * Mean error of what a detection network says of its candidates, the pairs of anchor and class
 * whose dense score is above 0.1: |score - dense score|, and the mean |difference| of the four box
 * outputs, which are in units of the anchor's size. A pair that has such a score in the gated frame
 * alone, what a mover left, adds what its score is above 0.1. A smooth distance: it shows what one
 * layer's threshold does long before a detection is lost.
 */
public final class CandidateError implements OutputDistance<List<CandidateError.Dense>> {
  /** Lower ones do not become detections, and there are millions. */
  private static final double SCORE = 0.1;

  private static final float LOGIT = (float) Math.log(SCORE / (1 - SCORE));

  private final Anchors anchors;

  private CandidateError(Anchors anchors) {
    this.anchors = anchors;
  }

  /**
   * For the network of a model.
   *
   * @param model says anchors and classes
   * @return the measure
   */
  public static CandidateError of(DetectionModel model) {
    return new CandidateError(model.anchors());
  }

  /** A candidate of a dense frame. */
  public static final class Dense {
    private final int level;
    private final int y;
    private final int x;
    private final int channel;
    private final double score;
    private final float[] box;

    private Dense(int level, int y, int x, int channel, LevelMaps maps) {
      this.level = level;
      this.y = y;
      this.x = x;
      this.channel = channel;
      this.score = score(maps, y, x, channel);
      this.box = box(maps, y, x, channel);
    }

    private double error(List<LevelMaps> gated) {
      LevelMaps maps = gated.get(level);
      float[] other = box(maps, y, x, channel);
      double apart = 0;
      for (int i = 0; i < box.length; i++) {
        apart += Math.abs(box[i] - other[i]) / box.length;
      }
      return Math.abs(score - score(maps, y, x, channel)) + apart;
    }

    private static double score(LevelMaps maps, int y, int x, int channel) {
      return 1 / (1 + Math.exp(-maps.classes().get(channel, y, x)));
    }

    private static float[] box(LevelMaps maps, int y, int x, int channel) {
      float[] box = new float[BoxDecoder.COORDINATES];
      int anchor = channel / (maps.classes().shape().channels() / Anchors.PER_CELL);
      for (int i = 0; i < box.length; i++) {
        box[i] = maps.boxes().get(anchor * box.length + i, y, x);
      }
      return box;
    }
  }

  private List<LevelMaps> maps(FrameResult result) {
    return anchors.levels().stream().map(level -> LevelMaps.of(result, level)).toList();
  }

  @Override
  public List<Dense> reference(FrameResult dense) {
    List<Dense> candidates = new ArrayList<>();
    List<LevelMaps> maps = maps(dense);
    for (int i = 0; i < maps.size(); i++) {
      int level = i;
      LevelMaps outputs = maps.get(i);
      candidates(i, outputs)
          .forEach(
              (y, x, channel, logit) -> candidates.add(new Dense(level, y, x, channel, outputs)));
    }
    return candidates;
  }

  private LevelCandidates candidates(int level, LevelMaps maps) {
    Anchors.Level size = anchors.levels().get(level);
    LevelCandidates found = new LevelCandidates(size.height(), size.width(), LOGIT);
    found.update(maps.classes(), null);
    return found;
  }

  /** Sum of what the scores of others than the dense candidates are above the limit. */
  private double excess(List<Dense> dense, List<LevelMaps> gated) {
    double[] sum = new double[1];
    for (int i = 0; i < gated.size(); i++) {
      int level = i;
      FeatureMap classes = gated.get(i).classes();
      Set<Long> known = new HashSet<>();
      for (Dense candidate : dense) {
        if (candidate.level == level) {
          known.add(place(classes, candidate.y, candidate.x, candidate.channel));
        }
      }
      candidates(level, gated.get(level))
          .forEach(
              (y, x, channel, logit) -> {
                if (!known.contains(place(classes, y, x, channel))) {
                  sum[0] += 1 / (1 + Math.exp(-logit)) - SCORE;
                }
              });
    }
    return sum[0];
  }

  private static long place(FeatureMap map, int y, int x, int channel) {
    return ((long) y * map.shape().width() + x) * map.shape().channels() + channel;
  }

  @Override
  public Comparison<List<Dense>> start() {
    return new Comparison<>() {
      private double sum;
      private long count;

      @Override
      public void add(List<Dense> dense, FrameResult gated) {
        List<LevelMaps> maps = maps(gated);
        for (Dense candidate : dense) {
          sum += candidate.error(maps);
        }
        sum += excess(dense, maps);
        count += dense.size();
      }

      @Override
      public double value() {
        return sum / Math.max(1, count);
      }
    };
  }

  @Override
  public String toString() {
    return "mean error of candidates";
  }
}
