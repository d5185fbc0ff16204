package org.skipconv.bench.lab.drift;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.core.MacCount;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.OutputError;

/**
 * Cost of each frame of a long video, and the distance of its outputs from the dense ones. Not
 * thread-safe.
 */
public final class DriftTrace {
  private static final int TENTHS = 10;

  private final SkipNetwork network;
  private final List<MacCount> macs = new ArrayList<>();
  private final List<Double> errors = new ArrayList<>();
  private int keyframes;

  public DriftTrace(SkipNetwork network) {
    this.network = network;
  }

  /**
   * A part of the video.
   *
   * @param macRatio dense over spent; infinite when nothing was spent
   * @param error mean of the frames' errors
   * @param largest of the frames' errors
   */
  public record TracePart(double macRatio, double error, double largest) {}

  /** Adds a frame. */
  public void add(FrameResult dense, FrameResult skip) {
    OutputError error = new OutputError(network);
    error.add(dense, skip);
    // Outputs that are 0 everywhere have no relative error unless they are right.
    Double relative = error.meanAbs() == 0 ? Double.valueOf(0) : error.relative();
    errors.add(relative == null ? Double.POSITIVE_INFINITY : relative);
    macs.add(skip.report().macs());
    keyframes += skip.report().keyframe() ? 1 : 0;
  }

  public int frames() {
    return errors.size();
  }

  /** Whether a tenth of the frames is at least two. */
  public boolean hasTenths() {
    return frames() >= 2 * TENTHS;
  }

  /** Number of frames that were computed whole, the first included. */
  public int keyframes() {
    return keyframes;
  }

  /** Share of the dense multiply-accumulates that a frame spent, gating included. */
  public double spentShare(int frame) {
    return (double) macs.get(frame).spent() / macs.get(frame).dense();
  }

  /** Mean |difference| from the dense outputs of a frame over their mean size. */
  public double error(int frame) {
    return errors.get(frame);
  }

  /** All frames but the first, which is a keyframe. */
  public TracePart all() {
    return part(1, frames());
  }

  /**
   * A tenth of the frames, the first frame left out.
   *
   * @param number from 0
   * @throws IllegalStateException when a tenth of the frames is not at least two
   */
  public TracePart tenth(int number) {
    if (!hasTenths()) {
      throw new IllegalStateException("a tenth of " + frames() + " frames says nothing");
    }
    int begin = (int) ((long) frames() * number / TENTHS);
    return part(Math.max(1, begin), (int) ((long) frames() * (number + 1) / TENTHS));
  }

  /** The tenth at the end. */
  public TracePart lastTenth() {
    return tenth(TENTHS - 1);
  }

  private TracePart part(int begin, int end) {
    double spent = 0;
    double error = 0;
    double largest = 0;
    for (int i = begin; i < end; i++) {
      spent += spentShare(i);
      error += error(i);
      largest = Math.max(largest, error(i));
    }
    return new TracePart((end - begin) / spent, error / (end - begin), largest);
  }
}
