package org.skipconv.bench.cli.command;

import java.util.List;
import org.skipconv.gates.Polygon;
import org.skipconv.gates.Regions;
import org.skipconv.models.vision.Camera;
import picocli.CommandLine.Option;

/** Options that say how the camera is mounted and what of its pictures counts. */
final class CameraOptions {
  private static final String POLYGON = "\"x,y x,y x,y\"";

  @Option(
      names = "--camera",
      paramLabel = "fixed|steadied|following",
      defaultValue = "fixed",
      description =
          "How the camera is mounted: fixed; steadied, for one that shakes about one place;"
              + " or following, for one that also turns. Default: ${DEFAULT-VALUE}.")
  private Camera.Mount mount;

  @Option(
      names = "--ignore",
      paramLabel = POLYGON,
      description =
          "A polygon of the picture that does not count, such as a clock or a tree, given"
              + " by its corners in pixels. May be repeated. Default: what the plan says, else"
              + " none.")
  private List<Polygon> ignored = List.of();

  @Option(
      names = "--only",
      paramLabel = POLYGON,
      description =
          "A polygon of the picture outside of which nothing counts. May be repeated."
              + " Default: what the plan says, else the whole picture.")
  private List<Polygon> only = List.of();

  /**
   * The camera.
   *
   * @param planned regions of a plan, which those of the command line replace
   */
  Camera camera(Regions planned) {
    Regions told = new Regions(ignored, only);
    return new Camera(mount, told.isAll() ? planned : told);
  }
}
