package org.skipconv.examples.flink;

import java.util.Locale;
import org.apache.flink.api.common.functions.AggregateFunction;

/** A line for each camera and window: frames a second, lag, open share. */
public final class CameraFigures
    implements AggregateFunction<FrameFound, CameraFigures.Sum, String> {

  /** Figures of a window as far as they have come. */
  public record Sum(
      String camera,
      long frames,
      long keyframes,
      long objects,
      long from,
      long to,
      double open,
      long lag) {}

  @Override
  public Sum createAccumulator() {
    return new Sum("", 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);
  }

  @Override
  public Sum add(FrameFound frame, Sum sum) {
    return new Sum(
        frame.camera(),
        sum.frames + 1,
        sum.keyframes + (frame.keyframe() ? 1 : 0),
        sum.objects + frame.found().size(),
        Math.min(sum.from, frame.time()),
        Math.max(sum.to, frame.time()),
        sum.open + frame.openShare(),
        sum.lag + frame.lag());
  }

  @Override
  public Sum merge(Sum a, Sum b) {
    return new Sum(
        a.camera.isEmpty() ? b.camera : a.camera,
        a.frames + b.frames,
        a.keyframes + b.keyframes,
        a.objects + b.objects,
        Math.min(a.from, b.from),
        Math.max(a.to, b.to),
        a.open + b.open,
        a.lag + b.lag);
  }

  @Override
  public String getResult(Sum sum) {
    double seconds = (sum.to - sum.from) / 1e3;
    return String.format(
        Locale.ROOT,
        "%tT  %s  %5.1f frames/s  lag %4d ms  open %5.1f %%  keyframes %d  objects %.1f",
        sum.from,
        sum.camera,
        sum.frames > 1 ? (sum.frames - 1) / seconds : 0,
        sum.lag / sum.frames,
        100 * sum.open / sum.frames,
        sum.keyframes,
        (double) sum.objects / sum.frames);
  }
}
