package org.skipconv.bench.cli.model;

import java.util.Map;
import java.util.Optional;
import org.skipconv.models.vision.CropWindow;

/** Labels of the frames of some footage, for a training. */
@FunctionalInterface
public interface FrameLabels {

  /**
   * Labels for {@link Trainable#labelLoss}.
   *
   * @param frame from 0
   * @param picture its size
   * @param crop what the network sees of it, null for the model's usual view
   * @return empty when nobody has labelled the frame
   */
  Optional<Map<String, float[]>> of(int frame, Size picture, CropWindow crop);
}
