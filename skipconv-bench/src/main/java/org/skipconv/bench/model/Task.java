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

  /**
   * Compares the results of a frame, the dense path's taken as truth, and both with the labels
   * where there are any.
   *
   * @param frame its number in the footage, from 0
   * @param first of the stream: both paths computed it whole and cannot but agree, so it tells
   *     nothing of how well they do
   */
  void compare(int frame, boolean first, FrameResult dense, FrameResult skip);

  /**
   * Draws a result over the picture that it was found in.
   *
   * @param text false to leave text out, where this machine has no fonts
   */
  void paint(Overlay overlay, FrameResult result, boolean text);

  /** How well the frames compared so far agree, by name; null where there is no value. */
  Map<String, Double> agreement();

  /** The same in words, one line; empty where there is nothing to say. */
  String agreementText();

  /** How good both paths are by the labels; null where there are none. */
  default Accuracy accuracy() {
    return null;
  }
}
