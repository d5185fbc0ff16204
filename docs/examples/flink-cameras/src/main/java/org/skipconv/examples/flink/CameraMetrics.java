package org.skipconv.examples.flink;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.skipconv.core.FrameReport;

/** One camera's numbers in Flink's metrics. */
final class CameraMetrics {
  private final Counter frames;
  private final Counter keyframes;
  private volatile double openShare;
  private volatile long lag;

  CameraMetrics(MetricGroup parent, String camera) {
    MetricGroup group = parent.addGroup("camera", camera);
    frames = group.counter("frames");
    keyframes = group.counter("keyframes");
    group.gauge("openShare", () -> openShare);
    group.gauge("lagMillis", () -> lag);
  }

  void add(FrameReport report, long lagMillis) {
    frames.inc();
    if (report.keyframe()) {
      keyframes.inc();
    }
    openShare = report.openShare();
    lag = lagMillis;
  }
}
