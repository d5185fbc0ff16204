package org.skipconv.bench.lab.ablation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Results of contenders of one kind and block that differ in their setting alone. */
record Curve(List<CurvePoint> points) {

  /** A contender on it. */
  record CurvePoint(double macRatio, double accuracy) {}

  /**
   * The largest MAC ratio at some accuracy.
   *
   * @param end whether the curve ends there: with another setting there might be more
   */
  record BestRatio(double macRatio, boolean end) {}

  Curve {
    points = points.stream().sorted(Comparator.comparingDouble(CurvePoint::macRatio)).toList();
  }

  /**
   * The curve of a kind and block, in one measure.
   *
   * @param measure its number
   */
  static Curve of(List<Measured> all, GateOrigin kind, int block, int measure) {
    return new Curve(
        all.stream()
            .filter(each -> each.label().kind() == kind && each.label().block() == block)
            .filter(each -> each.accuracy().get(measure) != null)
            .map(each -> new CurvePoint(each.macRatio(), each.accuracy().get(measure)))
            .toList());
  }

  /**
   * The largest MAC ratio whose accuracy is at least this, on straight lines between neighbouring
   * contenders; empty when none is as accurate.
   */
  Optional<BestRatio> reach(double accuracy) {
    for (int i = points.size() - 1; i >= 0; i--) {
      CurvePoint point = points.get(i);
      if (point.accuracy() >= accuracy) {
        return Optional.of(reach(point, i, accuracy));
      }
    }
    return Optional.empty();
  }

  private BestRatio reach(CurvePoint point, int i, double accuracy) {
    if (i == points.size() - 1) {
      return new BestRatio(point.macRatio(), true);
    }
    CurvePoint next = points.get(i + 1);
    double share = (point.accuracy() - accuracy) / (point.accuracy() - next.accuracy());
    double more = share * (next.macRatio() - point.macRatio());
    return new BestRatio(point.macRatio() + more, false);
  }
}
