package org.skipconv.bench.model;

import java.nio.FloatBuffer;
import java.util.Map;
import org.skipconv.core.FrameResult;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.RgbImage;

/** What a kind of model does on one stream: find poses, detect objects. Not thread-safe. */
public interface Task {
  /** What the network's input covers of a picture. */
  CropWindow window();

  /**
   * Fills the network's input from a picture.
   *
   * @param nhwc written from index 0 on
   */
  void sample(RgbImage picture, FloatBuffer nhwc);

  /** Compares the results of a frame, the dense path's taken as truth. */
  void compare(FrameResult dense, FrameResult skip);

  /** Draws a result over the picture that it was found in. */
  void paint(Overlay overlay, FrameResult result);

  /** How well the frames compared so far agree, by name; null where there is no value. */
  Map<String, Double> agreement();

  /** The same in words, one line; empty where there is nothing to say. */
  String agreementText();
}
