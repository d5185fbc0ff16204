package org.skipconv.models.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneFrame;
import org.skipconv.models.vision.PixelSampler;

/** The frames of some scenes one after the other, each scene a shot; keeps the last one drawn. */
final class Reel {
  private final List<Scene> scenes;
  private final int first;
  private final int perScene;
  private final Shape input;
  private final List<PixelSampler> samplers = new ArrayList<>();
  private final FloatBuffer pixels;
  private int lastIndex = -1;
  private @Nullable SceneFrame last;

  /**
   * @param first frame of each scene to use
   * @param perScene how many frames of each
   * @param input of the network
   * @param view how the network sees a scene
   */
  Reel(
      List<Scene> scenes,
      int first,
      int perScene,
      Shape input,
      Function<Scene, PixelSampler> view) {
    this.scenes = List.copyOf(scenes);
    this.first = first;
    this.perScene = perScene;
    this.input = input;
    this.scenes.forEach(scene -> samplers.add(view.apply(scene)));
    int bytes = Math.toIntExact(Float.BYTES * input.elements());
    this.pixels = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  int size() {
    return scenes.size() * perScene;
  }

  boolean startsShot(int index) {
    return index % perScene == 0;
  }

  /** Scene that a frame is of. */
  Scene scene(int index) {
    return scenes.get(index / perScene);
  }

  /** The picture and the truth about it. */
  SceneFrame at(int index) {
    SceneFrame frame = last;
    if (frame == null || index != lastIndex) {
      frame = scene(index).frame(first + index % perScene);
      last = frame;
      lastIndex = index;
    }
    return frame;
  }

  /** As the network sees it, [C, H, W]. */
  float[] planes(int index) {
    samplers.get(index / perScene).sample(at(index).image(), pixels);
    return ChannelsFirst.of(pixels, input);
  }
}
