package org.skipconv.models.docs;

import java.util.List;
import java.util.function.BiConsumer;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.Polygon;
import org.skipconv.gates.Regions;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.Displacement;
import org.skipconv.models.vision.RgbImage;

/** Code of the pages on cameras that move. */
final class CameraSnippets {
  private CameraSnippets() {}

  static void shaking(
      VideoModel<List<Detection>> model,
      SessionOptions options,
      Iterable<RgbImage> video,
      BiConsumer<List<Detection>, Displacement> show) {
    // tag::shaking
    Regions regions = Regions.ALL.ignoring(Polygon.rectangle(0, 0, 120, 40)); // a clock
    Camera pole = Camera.STEADIED.withRegions(regions);
    try (VideoPredictor<List<Detection>> street = model.open(options, pole)) {
      for (RgbImage frame : video) {
        List<Detection> found = street.next(frame);
        Displacement moved = street.lastFrame().displacement();
        show.accept(found, moved);
      }
    }
    // end::shaking
  }

  static void night(
      VideoModel<List<Detection>> model,
      SessionOptions options,
      Iterable<RgbImage> video,
      BiConsumer<List<Detection>, String> show) {
    // tag::night
    Camera dome = Camera.FOLLOWING;
    try (VideoPredictor<List<Detection>> street = model.open(options, dome)) {
      for (RgbImage frame : video) {
        List<Detection> found = street.next(frame);
        boolean turning = street.lastFrame().whole();
        double noise = street.lastReport().noise();
        show.accept(found, turning ? "turning" : "noise of " + noise);
      }
    }
    // end::night
  }
}
