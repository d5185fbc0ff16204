package org.skipconv.bench.cli.footage;

import org.skipconv.bench.cli.model.Size;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneBuilder;
import org.skipconv.models.scene.Script;
import org.skipconv.models.vision.RgbImage;

/**
 * A generated scene, without end.
 *
 * @param name for the user
 */
public record SceneFootage(String name, Scene scene) implements Footage {
  /** Name of the standard scene on the command line. */
  public static final String NAME = "synthetic";

  private static final int LAST = 10_000_000;

  /**
   * Scene of a fixed camera over a street, for a network that looks for objects: three people and
   * two cars come and go, each for itself, under light that changes slowly, with sensor noise.
   *
   * @param input of the network; the pictures have twice its height and width
   */
  public static SceneFootage street(Size input) {
    return new SceneFootage(NAME, seen(input).figures(3).vehicles(2).figureHeight(0.3).build());
  }

  /**
   * Scene of a fixed camera: a person walks in, stands, walks on and leaves, again and again, under
   * light that changes slowly, with sensor noise.
   *
   * @param input of the network; the pictures have twice its height and width
   */
  public static SceneFootage standard(Size input) {
    Script script =
        Script.empty().away(6).walkIn(36).stand(48).walk(30).stand(12).leave(18).repeated();
    return new SceneFootage(NAME, seen(input).script(script).build());
  }

  private static SceneBuilder seen(Size input) {
    return Scene.builder()
        .size(Math.min(2 * input.height(), 1080), Math.min(2 * input.width(), 1920))
        .seed(7)
        .noise(0.7)
        .lightDrift(0.02, 600);
  }

  @Override
  public Frames open(int start) {
    return new Showing(start);
  }

  /** The scene frame by frame. */
  private final class Showing implements Frames {
    private int next;

    Showing(int start) {
      this.next = start;
    }

    @Override
    public int height() {
      return scene.height();
    }

    @Override
    public int width() {
      return scene.width();
    }

    @Override
    public double frameRate() {
      return scene.frameRate();
    }

    @Override
    public long remaining() {
      return (long) LAST + 1 - next;
    }

    @Override
    public boolean next(RgbImage into) {
      if (next > LAST) {
        return false;
      }
      byte[] rgb = scene.frame(next++).image().rgb();
      System.arraycopy(rgb, 0, into.rgb(), 0, rgb.length);
      return true;
    }

    @Override
    public void close() {}
  }
}
