package org.skipconv.models.vision;

import org.jspecify.annotations.Nullable;

/**
 * Finds how pictures lie against a reference, from the smallest level of the pyramid to the
 * largest. Not thread-safe.
 */
final class Alignment {
  /** A step of fewer pixels of its level is the last. */
  private static final double SETTLED = 0.02;

  private static final int MOST_STEPS = 8;
  private static final int STEPS_OF_LARGEST = 4;

  /** Pixels by which the picture is moved to see whether it then fits worse. */
  private static final double ASIDE = 2;

  /** Worse fits may be of something that moves by itself. */
  private static final double DOUBTFUL = 0.5;

  /** With fewer that go with the camera, they may go with something else. */
  private static final double MANY = 0.85;

  private static final double MOST_GAIN = 4;

  private final ReferenceLevel[] reference;
  private final TileVote vote;
  private final int factor;
  private BlackBars bars;
  private double gain = 1;

  /**
   * Displacement that was found.
   *
   * @param way in pixels of the picture
   * @param deviation median distance of grey levels from the reference's
   * @param fit deviation where it was found over that beside it: 0 fits perfectly, 1 fits no better
   *     than anything else
   * @param inliers share of the picture that goes with the camera
   * @param gain brightness over that of the reference, as the frames before told
   */
  record Found(Similarity way, double deviation, double fit, double inliers, double gain) {}

  Alignment(GreyPyramid pyramid) {
    ResidualHistogram histogram = new ResidualHistogram();
    reference = new ReferenceLevel[pyramid.levels()];
    for (int l = 0; l < reference.length; l++) {
      reference[l] = new ReferenceLevel(pyramid.level(l), histogram);
    }
    vote = new TileVote(pyramid.level(0).height(), pyramid.level(0).width());
    factor = pyramid.factor();
    bars = BlackBars.of(pyramid.level(0));
  }

  /** Makes the picture of a pyramid the reference. */
  void take(GreyPyramid pyramid) {
    gain = 1;
    bars = BlackBars.of(pyramid.level(0));
    BlackBars ofLevel = bars;
    for (int l = 0; l < reference.length; l++) {
      reference[l].take(pyramid.level(l), ofLevel);
      ofLevel = ofLevel.halved();
    }
  }

  /** Part of the reference between black bars, in pixels of the largest level. */
  BlackBars bars() {
    return bars;
  }

  /**
   * Looks for a picture.
   *
   * @param guesses ways to start from, in pixels of the picture
   * @return null when nothing can be told
   */
  @Nullable Found find(GreyPyramid pyramid, Similarity... guesses) {
    Found best = fromSmallest(pyramid, guesses);
    if (best == null || best.fit > DOUBTFUL || best.inliers < MANY) {
      // Something large that moves outweighs the rest in small levels, in which the guesses are
      // as good as any place.
      for (Similarity guess : guesses) {
        Found found = refined(pyramid, guess.scaled(1 / side(fitLevel())), fitLevel());
        if (found != null && (best == null || found.deviation < best.deviation)) {
          best = found;
        }
      }
    }
    if (best != null) {
      adaptGain(pyramid, best);
    }
    return best;
  }

  /**
   * Lets the tiles of a picture vote on two ways, in pixels of the picture.
   *
   * @return positive when the second is clearly the better one, negative when the first is
   */
  int rather(GreyPyramid pyramid, Similarity one, Similarity other) {
    double scale = 1.0 / factor;
    reference[0].vote(pyramid.level(0), one.scaled(scale), other.scaled(scale), gain, vote);
    return vote.isForSecond() ? 1 : vote.isForFirst() ? -1 : 0;
  }

  /** Whether a picture clearly lies at the second way rather than the first, all around it. */
  boolean hasLeft(GreyPyramid pyramid, Similarity one, Similarity other) {
    return rather(pyramid, one, other) > 0 && vote.isForSecondAround();
  }

  /** Whether a picture clearly lies at a way, rather than beside it and rather than below it. */
  boolean isAt(GreyPyramid pyramid, Similarity way) {
    // Level lines fit wherever the camera turns to.
    double aside = ASIDE * factor;
    return isRather(pyramid, way, way.moved(aside, 0))
        && isRather(pyramid, way, way.moved(0, aside));
  }

  /** Whether a picture clearly lies at the first way, on the whole or all around it. */
  private boolean isRather(GreyPyramid pyramid, Similarity one, Similarity other) {
    return rather(pyramid, one, other) < 0 || vote.isForFirstAround();
  }

  private @Nullable Found fromSmallest(GreyPyramid pyramid, Similarity... guesses) {
    int smallest = reference.length - 1;
    Similarity way = Similarity.NONE;
    double least = Double.POSITIVE_INFINITY;
    for (Similarity guess : guesses) {
      Similarity start = guess.scaled(1 / side(smallest));
      double off = reference[smallest].compare(pyramid.level(smallest), start, gain);
      if (off < least) {
        least = off;
        way = start;
      }
    }
    return refined(pyramid, way, smallest);
  }

  private @Nullable Found refined(GreyPyramid pyramid, Similarity start, int from) {
    Similarity way = start;
    for (int l = from; l >= 0; l--) {
      Similarity found = settle(pyramid.level(l), reference[l], way, l == 0);
      if (found == null) {
        return null;
      }
      way = l == 0 ? found : found.scaled(2);
    }
    double inliers = reference[0].inliers();
    int l = fitLevel();
    Similarity here = way.scaled(1.0 / (1 << l));
    double off = reference[l].compare(pyramid.level(l), here, gain);
    double beside = beside(pyramid.level(l), reference[l], here);
    double fit = off == 0 ? 0 : Math.min(1, off / beside);
    return new Found(way.scaled(factor), off, fit, inliers, gain);
  }

  /** Deviation of the best of the four places around one. */
  private double beside(GreyPyramid.PyramidLevel level, ReferenceLevel from, Similarity here) {
    return Math.min(
        Math.min(
            from.compare(level, here.moved(ASIDE, 0), gain),
            from.compare(level, here.moved(-ASIDE, 0), gain)),
        Math.min(
            from.compare(level, here.moved(0, ASIDE), gain),
            from.compare(level, here.moved(0, -ASIDE), gain)));
  }

  private @Nullable Similarity settle(
      GreyPyramid.PyramidLevel level, ReferenceLevel from, Similarity start, boolean largest) {
    Similarity way = start;
    int steps = largest ? STEPS_OF_LARGEST : MOST_STEPS;
    double radius = Math.hypot(level.height(), level.width()) / 2;
    for (int i = 0; i < steps; i++) {
      from.compare(level, way, gain);
      boolean turning = largest && i > 0;
      Similarity step = from.step(turning);
      if (step == null) {
        return null;
      }
      way = way.after(step);
      if (step.reach(radius) < SETTLED && (turning || !largest)) {
        break;
      }
    }
    return way;
  }

  /** For the next frame: exposure does not change much from one to the next. */
  private void adaptGain(GreyPyramid pyramid, Found found) {
    ReferenceLevel from = reference[fitLevel()];
    from.compare(pyramid.level(fitLevel()), found.way.scaled(1 / side(fitLevel())), gain);
    double newGain = gain + from.gainError();
    gain = Math.max(1 / MOST_GAIN, Math.min(MOST_GAIN, newGain));
  }

  /** Level that is small enough to be cheap and large enough to tell one place from another. */
  private int fitLevel() {
    return Math.min(1, reference.length - 1);
  }

  /** Side of a pixel of a level in pixels of the picture. */
  private double side(int level) {
    return (double) factor * (1 << level);
  }
}
