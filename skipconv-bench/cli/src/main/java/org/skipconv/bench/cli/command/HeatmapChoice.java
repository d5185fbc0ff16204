package org.skipconv.bench.cli.command;

import org.skipconv.bench.cli.picture.Heatmaps;
import org.skipconv.core.SkipNetwork;

/**
 * Heatmaps that the command line asks for.
 *
 * @param layers whether those of each layer, too
 */
record HeatmapChoice(boolean layers) {

  static HeatmapChoice parse(String text) {
    return switch (text) {
      case "network" -> new HeatmapChoice(false);
      case "layers" -> new HeatmapChoice(true);
      default ->
          throw new IllegalArgumentException(
              "no heatmap \"" + text + "\"; allowed: network, layers");
    };
  }

  Heatmaps heatmaps(SkipNetwork network) {
    return new Heatmaps(network, layers);
  }

  /** Names of the files that are written, in words. */
  String files() {
    return layers ? Heatmaps.FILE + ", " + Heatmaps.FOLDER + "/*.png" : Heatmaps.FILE;
  }
}
