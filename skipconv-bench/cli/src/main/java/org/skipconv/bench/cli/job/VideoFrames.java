package org.skipconv.bench.cli.job;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.model.FrameLabels;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.core.Shape;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.VideoModel;
import org.skipconv.models.vision.PixelSampler;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

/** Footage as a network takes it, decoded beforehand, to train on. */
public final class VideoFrames implements TrainingFrames {
  /**
   * Some footage and what is known about it.
   *
   * @param labels null for none; frames that have none are then left out, and what follows on one
   *     is another shot
   */
  public record Source(Footage footage, FrameLabels labels) {}

  private final List<float[]> frames = new ArrayList<>();
  private final List<Supplier<Map<String, float[]>>> labels = new ArrayList<>();
  private final Set<Integer> shots = new HashSet<>();

  private VideoFrames() {}

  /**
   * Reads footage.
   *
   * @param sources at least one, of the same view
   * @param parts of each, at least one
   * @throws BadInput when it cannot be read, or does not fit into memory
   */
  public static VideoFrames load(
      VideoModel<?> model, List<Source> sources, List<FootagePart> parts) {
    VideoFrames loaded = new VideoFrames();
    for (Source source : sources) {
      for (FootagePart part : parts) {
        loaded.add(model, source, part);
      }
    }
    return loaded;
  }

  /** A part is a shot of its own. */
  private void add(VideoModel<?> model, Source source, FootagePart part) {
    int before = frames.size();
    shots.add(before);
    Footage footage = source.footage();
    int seen = 0;
    try (Footage.Frames opened = footage.open(part.start())) {
      Size picture = new Size(opened.height(), opened.width());
      VideoModel<?> seeing = part.crop() == null ? model : model.withView(View.crop(part.crop()));
      PixelSampler sampler =
          seeing.place(opened.height(), opened.width()).sampler(model.normalization());
      Shape shape = model.network().inputShape();
      FloatBuffer nhwc = LoadedFrames.scratch(shape);
      RgbImage image = new RgbImage(opened.height(), opened.width());
      Integer limit = part.frames();
      for (; (limit == null || seen < limit) && opened.next(image); seen++) {
        int number = part.start() + seen;
        if (source.labels() == null) {
          labels.add(Map::of);
        } else if (source.labels().of(number, picture, part.crop()).isPresent()) {
          labels.add(() -> source.labels().of(number, picture, part.crop()).orElseThrow());
        } else {
          shots.add(frames.size());
          continue;
        }
        sampler.sample(image, nhwc);
        requireMemory((frames.size() + 1L) * Float.BYTES * shape.elements(), frames.size());
        frames.add(planes(nhwc, shape));
      }
    }
    if (frames.size() == before) {
      throw new BadInput(
          "--input "
              + footage.name()
              + (seen == 0
                  ? ": there is no frame from " + part.start() + " on"
                  : ": none of the " + seen + " frames from " + part.start() + " on has a label"));
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

  @Override
  public Map<String, float[]> labels(int index) {
    return labels.get(index).get();
  }
}
