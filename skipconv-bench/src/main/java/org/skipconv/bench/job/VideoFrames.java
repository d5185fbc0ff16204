package org.skipconv.bench.job;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.skipconv.bench.BadInput;
import org.skipconv.bench.footage.Footage;
import org.skipconv.bench.model.Model;
import org.skipconv.bench.model.Size;
import org.skipconv.bench.model.Task;
import org.skipconv.bench.model.View;
import org.skipconv.bench.setup.Part;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.vision.RgbImage;

/** Footage as a network takes it, decoded beforehand, to train on without labels. */
public final class VideoFrames implements TrainingFrames {
  private final List<float[]> frames = new ArrayList<>();
  private final Set<Integer> shots = new HashSet<>();

  private VideoFrames() {}

  /**
   * Reads footage.
   *
   * @param footages at least one, of the same view
   * @param parts of each, at least one
   * @throws BadInput when it cannot be read, or does not fit into memory
   */
  public static VideoFrames load(
      Model model, SkipNetwork network, List<Footage> footages, List<Part> parts) {
    VideoFrames loaded = new VideoFrames();
    for (Footage footage : footages) {
      for (Part part : parts) {
        loaded.add(model, network, footage, part);
      }
    }
    return loaded;
  }

  /** A part is a shot of its own. */
  private void add(Model model, SkipNetwork network, Footage footage, Part part) {
    int before = frames.size();
    shots.add(before);
    try (Footage.Frames opened = footage.open(part.start())) {
      Size picture = new Size(opened.height(), opened.width());
      Task task = model.task(network, new View(picture, part.crop(), null, null, true));
      Shape shape = network.inputShape();
      FloatBuffer nhwc = LoadedFrames.scratch(shape);
      RgbImage image = new RgbImage(opened.height(), opened.width());
      Integer limit = part.frames();
      while ((limit == null || frames.size() - before < limit) && opened.next(image)) {
        task.sample(image, nhwc);
        requireMemory((frames.size() + 1L) * Float.BYTES * shape.elements(), frames.size());
        frames.add(planes(nhwc, shape));
      }
    }
    if (frames.size() == before) {
      throw new BadInput(
          "--input " + footage.name() + ": there is no frame from " + part.start() + " on");
    }
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
  public boolean startsShot(int index) {
    return shots.contains(index);
  }

  @Override
  public float[] frame(int index) {
    return frames.get(index);
  }
}
