package org.skipconv.bench.cli.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.bytedeco.javacpp.Pointer;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.Shape;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.SourceReport;
import org.skipconv.models.vision.Steadying;
import org.skipconv.models.vision.StreamInput;

/**
 * Frames decoded beforehand, as a network takes them.
 *
 * @param view where the network's input lay in the first picture
 * @param frames at least one
 * @param source what happened to frames on their way
 */
public record LoadedFrames(Placement view, List<InputTensor> frames, SourceReport source)
    implements AutoCloseable {
  private static final int WARM_UP_FRAMES = 60;

  /**
   * Reads the frames that a setup asks for.
   *
   * @param limit at most so many
   * @throws BadInput when there are none, or too many for this machine's memory
   */
  public static LoadedFrames load(Setup setup, int limit, Progress progress) {
    return load(setup, limit, limit, progress, () -> false);
  }

  /**
   * Reads the frames that a setup asks for, or fewer when no more are wanted.
   *
   * @param limit at most so many
   * @param least frames that are read even if no more are wanted
   * @param ended asked after each frame whether no more are wanted
   * @throws BadInput when there are none, or too many for this machine's memory
   */
  public static LoadedFrames load(
      Setup setup, int limit, int least, Progress progress, BooleanSupplier ended) {
    IntPredicate wanted = n -> n < limit && setup.wants(n) && !(n >= least && ended.getAsBoolean());
    try (Footage.Frames footage = setup.footage().open(setup.start())) {
      List<InputTensor> frames = new ArrayList<>();
      Placement view = setup.view(footage);
      try (Progress.Bar bar = progress.begin("decoding", setup.expected(footage))) {
        read(setup, wanted, footage, frames, bar);
      } catch (RuntimeException | Error e) {
        frames.forEach(InputTensor::close);
        throw e;
      }
      return new LoadedFrames(view, frames, footage.report());
    }
  }

  /** Memory in which a sampler lays out one input. */
  public static FloatBuffer scratch(Shape shape) {
    int bytes = Math.toIntExact(Float.BYTES * shape.elements());
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static void read(
      Setup setup,
      IntPredicate wanted,
      Footage.Frames footage,
      List<InputTensor> frames,
      Progress.Bar bar) {
    Shape shape = setup.network().inputShape();
    FloatBuffer scratch = scratch(shape);
    StreamInput input = setup.video().input(setup.camera());
    RgbImage picture = new RgbImage(footage.height(), footage.width());
    while (wanted.test(frames.size()) && footage.next(picture)) {
      requireMemory(frames.size() + 1, shape);
      if (frames.isEmpty() && setup.camera().isSteadied()) {
        warmUp(picture);
      }
      InputTensor last = frames.isEmpty() ? null : frames.get(frames.size() - 1);
      InputTensor tensor = new InputTensor(shape);
      frames.add(tensor);
      tensor.fill(picture, input, scratch, last);
      bar.step();
    }
    requireSome(frames.size(), setup);
  }

  /** So that steadying takes the time that it takes in a stream that has run for a while. */
  private static void warmUp(RgbImage picture) {
    Steadying steadying = new Steadying(picture.height(), picture.width());
    for (int i = 0; i < WARM_UP_FRAMES; i++) {
      steadying.next(picture);
    }
  }

  /**
   * Refuses frames that are to be held in memory at a time.
   *
   * @throws BadInput when they are too many for this machine
   */
  public static void requireMemory(int frames, Shape input) {
    long bytes = (long) frames * Float.BYTES * input.elements();
    long limit = Pointer.maxBytes() / 2;
    if (limit > 0 && bytes > limit) {
      throw new BadInput(
          String.format(
              Locale.ROOT,
              "all frames are held in memory, and %d do not fit into %.1f GB: ask for fewer with"
                  + " --frames, or give Java more memory with -Xmx",
              frames,
              limit / 1e9));
    }
  }

  static void requireSome(int frames, Setup setup) {
    if (frames == 0) {
      throw new BadInput(
          "--input "
              + setup.footage().name()
              + ": there is no frame from "
              + setup.start()
              + " on");
    }
  }

  @Override
  public void close() {
    frames.forEach(InputTensor::close);
  }
}
