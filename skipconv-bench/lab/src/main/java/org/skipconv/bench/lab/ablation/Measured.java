package org.skipconv.bench.lab.ablation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Cost and accuracy of a contender.
 *
 * @param macRatio dense over spent multiply-accumulates of all frames, keyframes and gating
 *     included
 * @param accuracy by measure, 0 to 1; null where nothing was to be found
 * @param millis a frame, mean over the frames after each scene's first
 * @param keyframes of all scenes
 */
public record Measured(
    Label label, double macRatio, List<Double> accuracy, double millis, int keyframes) {

  public Measured {
    accuracy = Collections.unmodifiableList(new ArrayList<>(accuracy));
  }
}
