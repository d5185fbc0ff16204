package org.skipconv.bench.lab.study;

import java.util.List;

/**
 * The whole network at open shares of choice, on frames in which every pixel changes.
 *
 * @param denseMillis a frame on the dense path
 * @param onnxMillis a frame on ONNX Runtime
 */
public record OpenShareStudy(double denseMillis, double onnxMillis, List<Point> points) {

  /**
   * An open share.
   *
   * @param pattern how the open pixels lie
   * @param asked share of each layer's pixels
   * @param openShare computed over dense multiply-accumulates; smaller than asked where little that
   *     a layer opens saw a change
   * @param millis a frame
   */
  public record Point(String pattern, double asked, double openShare, double millis) {}

  /**
   * The open share up to which skipping is worth it.
   *
   * @param millis of who computes everything
   * @return where the line through the points crosses; 1 when it stays below, 0 when above
   */
  public double breakEven(String pattern, double millis) {
    List<Point> line = points.stream().filter(point -> point.pattern().equals(pattern)).toList();
    if (line.get(0).millis() >= millis) {
      return 0;
    }
    for (int i = 1; i < line.size(); i++) {
      Point a = line.get(i - 1);
      Point b = line.get(i);
      if (b.millis() >= millis) {
        double part = (millis - a.millis()) / (b.millis() - a.millis());
        return a.openShare() + part * (b.openShare() - a.openShare());
      }
    }
    return 1;
  }
}
