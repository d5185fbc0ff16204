package org.skipconv.bench.cli.model;

import java.util.List;
import org.skipconv.models.scene.Scene;

/** Generated scenes on which networks of one kind are judged, and by what. */
public interface SceneSuite {
  /**
   * Name of the measure, as tables head it, such as {@code PCK@0.2}; the first is the usual one.
   */
  List<String> measures();

  /**
   * A scene to be judged on, always the same one.
   *
   * @param number from 0
   */
  Scene scene(int number);

  /** Judges results on any number of the scenes; has seen none yet. */
  SceneScore score();
}
