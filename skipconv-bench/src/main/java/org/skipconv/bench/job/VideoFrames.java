package org.skipconv.bench.job;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.bench.BadInput;
import org.skipconv.bench.footage.Footage;
import org.skipconv.bench.model.Model;
import org.skipconv.bench.model.Size;
import org.skipconv.bench.model.Task;
import org.skipconv.bench.model.View;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.RgbImage;

/** Footage as a network takes it, decoded beforehand, to train on without labels. */
public final class VideoFrames implements TrainingFrames {
  private final List<float[]> frames;

  private VideoFrames(List<float[]> frames) {
    this.frames = frames;
  }

  /**
   * Reads footage.
   *
   * @param limit at most so many frames, null for all
   * @param crop what the network sees of a picture, null for the model's usual view
   * @throws BadInput when it cannot be read, or does not fit into memory
   */
  public static VideoFrames load(
      Model model,
      SkipNetwork network,
      Footage footage,
      int start,
      Integer limit,
      CropWindow crop) {
    List<float[]> frames = new ArrayList<>();
    try (Footage.Frames opened = footage.open(start)) {
      Size picture = new Size(opened.height(), opened.width());
      Task task = model.task(network, new View(picture, crop, null, null, true));
      Shape shape = network.inputShape();
      FloatBuffer nhwc = LoadedFrames.scratch(shape);
      RgbImage image = new RgbImage(opened.height(), opened.width());
      while ((limit == null || frames.size() < limit) && opened.next(image)) {
        task.sample(image, nhwc);
        requireMemory((frames.size() + 1L) * Float.BYTES * shape.elements(), frames.size());
        frames.add(planes(nhwc, shape));
      }
    }
    return new VideoFrames(frames);
  }

  private static void requireMemory(long bytes, int frames) {
    if (bytes > Runtime.getRuntime().maxMemory() / 2) {
      throw new BadInput(
          "all frames are held in memory, and more than "
              + frames
              + " do not fit: ask for fewer with --frames, or give Java more memory with -Xmx");
    }
  }

  /** Channel by channel. */
  private static float[] planes(FloatBuffer nhwc, Shape shape) {
    float[] planes = new float[(int) shape.elements()];
    for (int i = 0; i < planes.length; i++) {
      int channel = i / shape.pixels();
      planes[i] = nhwc.get(i % shape.pixels() * shape.channels() + channel);
    }
    return planes;
  }

  @Override
  public int size() {
    return frames.size();
  }

  @Override
  public float[] frame(int index) {
    return frames.get(index);
  }
}
