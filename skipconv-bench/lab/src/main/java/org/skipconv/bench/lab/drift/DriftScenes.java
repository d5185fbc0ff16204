package org.skipconv.bench.lab.drift;

import java.util.List;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneBuilder;
import org.skipconv.models.scene.Script;

/** Scenes in which errors would add up if they could; each strains one thing. */
public final class DriftScenes {
  private static final long SEED = 7;
  private static final int MINUTE = 60 * 25;

  private final Size picture;
  private final int frames;

  private DriftScenes(Size picture, int frames) {
    this.picture = picture;
    this.frames = frames;
  }

  /**
   * All of them, seen by a fixed camera at 25 frames a second.
   *
   * @param input of the network; the pictures have the same size, so that noise stays as strong as
   *     it is called
   * @param frames that each shall last, over which the light changes
   */
  public static List<SceneFootage> all(Size input, int frames) {
    DriftScenes scenes = new DriftScenes(input, frames);
    return List.of(
        scenes.of("slow light", scenes.slowLight()),
        scenes.of("flickering lamp", scenes.still().lampFlicker(0.5)),
        scenes.of("noise 1", scenes.still().noise(1)),
        scenes.of("noise 2", scenes.still().noise(2)),
        scenes.of("noise 4", scenes.still().noise(4)),
        scenes.of("a person stops", scenes.person()));
  }

  private SceneFootage of(String name, SceneBuilder scene) {
    return new SceneFootage(name, scene.build());
  }

  private SceneBuilder scene(Script script) {
    return Scene.builder().size(picture.height(), picture.width()).seed(SEED).script(script);
  }

  /** Nothing moves: whatever changes is light or noise. */
  private SceneBuilder still() {
    return scene(Script.motionless());
  }

  /**
   * By 30 % up, down and up again: a little more than once, since in the end the light must not be
   * what it was in the first frame, where nothing that was lost would show.
   */
  private SceneBuilder slowLight() {
    return still().lightDrift(0.3, (int) (8L * frames / 9));
  }

  /** Comes, stops for a minute, or for most of the time where that is too long, and walks on. */
  private SceneBuilder person() {
    int stand = Math.min(MINUTE, 3 * frames / 4);
    int walk = Math.max(1, (frames - stand) / 5);
    return scene(Script.empty().walkIn(walk).walk(walk).stand(stand).walk(frames)).noise(0.7);
  }
}
