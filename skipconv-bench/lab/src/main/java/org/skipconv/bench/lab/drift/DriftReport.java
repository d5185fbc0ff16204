package org.skipconv.bench.lab.drift;

import java.util.List;
import java.util.Map;
import org.skipconv.bench.cli.setup.Setup;

/**
 * Results of long scenes.
 *
 * @param setup that all scenes had, the footage apart
 */
public record DriftReport(Setup setup, List<SceneDrift> runs) {

  public DriftReport {
    runs = List.copyOf(runs);
  }

  /**
   * A scene.
   *
   * @param agreement of what was found with what the dense path finds, by name; null where there is
   *     no value, as when nothing was found
   */
  public record SceneDrift(String scene, DriftTrace trace, Map<String, Double> agreement) {}
}
