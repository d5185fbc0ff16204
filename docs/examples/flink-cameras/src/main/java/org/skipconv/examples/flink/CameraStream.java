package org.skipconv.examples.flink;

import java.io.IOException;
import java.util.List;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.vision.RgbImage;

/** All that a subtask has open for one camera: where frames come from, and what remembers them. */
final class CameraStream {
  private final SharedModel model;
  private final Frames frames;
  private final String address;
  private final VideoPredictor<List<Detection>> predictor;

  private int height;
  private int width;
  private long lastUsed;

  /**
   * @param plan text of the camera's own gate plan, or empty
   * @param limit bytes that all streams of this JVM may hold together
   */
  CameraStream(SharedModel model, Order order, String plan, long limit) throws IOException {
    this.model = model;
    this.address = order.address();
    this.frames = Frames.open(order);
    try {
      this.predictor = model.open(order.name(), plan, limit);
    } catch (RuntimeException e) {
      frames.close();
      throw e;
    }
  }

  Frames frames() {
    return frames;
  }

  String address() {
    return address;
  }

  VideoPredictor<List<Detection>> predictor() {
    return predictor;
  }

  /** Finds what is in a picture; one of another size begins anew. */
  List<Detection> next(RgbImage picture) {
    if (picture.height() != height || picture.width() != width) {
      predictor.reset();
      height = picture.height();
      width = picture.width();
    }
    return predictor.next(picture);
  }

  void use(long now) {
    lastUsed = now;
  }

  long lastUsed() {
    return lastUsed;
  }

  void close() {
    model.close(predictor);
    try {
      frames.close();
    } catch (IOException e) {
      // Nobody reads from it any more.
    }
  }
}
