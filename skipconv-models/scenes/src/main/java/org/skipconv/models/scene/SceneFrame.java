package org.skipconv.models.scene;

import java.util.List;
import org.skipconv.models.vision.RgbImage;

/**
 * One frame of a {@link Scene} and the truth about it.
 *
 * @param index counted from 0
 * @param shot how many cuts lie before or at this frame
 * @param light what every pixel was multiplied with for the slow change of light; 1 without one
 * @param image the picture, the caller's own
 * @param figures those of which at least one pixel lies inside the picture, far to near
 */
public record SceneFrame(int index, int shot, double light, RgbImage image, List<Figure> figures) {
  /** Copies its collections. */
  public SceneFrame {
    figures = List.copyOf(figures);
  }
}
