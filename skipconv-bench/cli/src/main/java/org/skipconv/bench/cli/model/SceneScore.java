package org.skipconv.bench.cli.model;

import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.models.scene.Figure;

/** Accuracy of a network on generated scenes. Adds up over frames; not thread-safe. */
public interface SceneScore {
  /**
   * Adds a frame.
   *
   * @param truth who is in the frame
   */
  void add(FrameResult result, List<Figure> truth);

  /**
   * One value, 0 to 1, for each of {@link SceneSuite#measures}; null where there was nothing to be
   * found.
   */
  List<Double> values();
}
