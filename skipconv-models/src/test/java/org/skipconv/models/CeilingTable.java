package org.skipconv.models;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.skipconv.core.FrameReport;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;

/**
 * Prints the table of docs/concepts/keyframes-and-cuts.md: frames of which too much changes for
 * skipping, processor time against a dense frame of the same input, which is computed in turns with
 * each.
 */
final class CeilingTable {
  /** Change of the input for one grey level, as of a picture normalised for these networks. */
  private static final float GREY_LEVEL = 1 / 58f;

  private static final int SIDE = 8;

  private final SkipNetwork network;
  private static final int BLOCKS = 128;

  private final Random noises = new Random(5);
  private final float[] scene = new float[3 * BLOCKS * BLOCKS];

  private CeilingTable(SkipNetwork network) {
    this.network = network;
    for (int i = 0; i < scene.length; i++) {
      scene[i] = 4 * noises.nextFloat() - 2;
    }
  }

  /**
   * Prints a table a network.
   *
   * @param args number of rounds, then the networks' names; all when there are none
   */
  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 12;
    List<String> names = List.of("efficientdet-d0", "efficientdet-lite0", "hrnet-w32");
    List<String> asked = args.length > 1 ? List.of(args).subList(1, args.length) : names;
    for (String name : asked) {
      CeilingTable table = new CeilingTable(network(name));
      for (double share : new double[] {1, 0.6}) {
        table.print(name, false, SessionOptions.exact(), share, rounds);
        SessionOptions measured =
            SessionOptions.exact().withInputThreshold(InputThreshold.measured(GREY_LEVEL));
        table.print(name, true, measured, share, rounds);
      }
    }
  }

  private static SkipNetwork network(String name) {
    return name.startsWith("hrnet")
        ? HrNet.w32(256, 192).seeded(3)
        : EfficientDet.of(name.substring("efficientdet-".length())).seeded(3);
  }

  private void print(
      String name, boolean measured, SessionOptions options, double share, int rounds) {
    FloatBuffer still = blocks(0, 1);
    FloatBuffer again = measured ? blocks(0, 1) : still;
    FloatBuffer[] frames = {blocks(2, share), blocks(4, share)};
    Map<String, double[]> ratios = new LinkedHashMap<>();
    try (VideoSession skipping = network.open(options);
        VideoSession dense = network.open(SessionOptions.dense())) {
      for (int round = -2; round < rounds; round++) {
        skipping.reset();
        skipping.nextNhwc(still);
        skipping.nextNhwc(again);
        for (int i = 0; i < 8; i++) {
          String kind =
              i == 0 ? "first" : i < 5 ? "chosen" : i == 5 ? "try" : i == 6 ? "keyframe" : "cut";
          FloatBuffer frame = i == 7 ? negative(still) : frames[i % 2];
          if (i == 6) {
            skipping.requestKeyframe();
          }
          boolean densefirst = (round & 1) == 0;
          long before = densefirst ? time(dense, frame) : 0;
          long start = cpu();
          FrameReport report = skipping.nextNhwc(frame).report();
          long took = cpu() - start;
          long there = densefirst ? before : time(dense, frame);
          if (round >= 0) {
            String key =
                kind
                    + (report.keyframe() ? " (keyframe)" : report.cheaperWhole() ? " (whole)" : "");
            double[] of = ratios.computeIfAbsent(key, k -> new double[0]);
            of = Arrays.copyOf(of, of.length + 1);
            of[of.length - 1] = (double) took / there;
            ratios.put(key, of);
          }
        }
      }
    }
    ratios.forEach(
        (kind, all) -> {
          Arrays.sort(all);
          System.out.printf(
              Locale.ROOT,
              "| %s | %s | %.0f %% | %s | %.3f (%.3f to %.3f of %d) |%n",
              name,
              measured ? "measured noise" : "fixed threshold",
              100 * share,
              kind,
              all[all.length / 2],
              all[all.length / 4],
              all[3 * all.length / 4],
              all.length);
        });
  }

  private static long time(VideoSession session, FloatBuffer frame) {
    long start = cpu();
    session.nextNhwc(frame);
    return cpu() - start;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** A picture of blocks, of which the upper rows have moved by some pixels, and noise. */
  private FloatBuffer blocks(int moved, double share) {
    Shape shape = network.inputShape();
    FloatBuffer frame = buffer(shape);
    int upper = (int) (share * shape.height());
    for (int y = 0; y < shape.height(); y++) {
      int by = y < upper ? moved : 0;
      for (int x = 0; x < shape.width(); x++) {
        int block = (y + by) / SIDE * BLOCKS + (x + by) / SIDE;
        for (int c = 0; c < 3; c++) {
          float noise = GREY_LEVEL * (float) noises.nextGaussian();
          frame.put(3 * (y * shape.width() + x) + c, scene[3 * block + c] + noise);
        }
      }
    }
    return frame;
  }

  private FloatBuffer negative(FloatBuffer still) {
    FloatBuffer frame = buffer(network.inputShape());
    for (int i = 0; i < still.capacity(); i++) {
      frame.put(i, -still.get(i));
    }
    return frame;
  }

  private static FloatBuffer buffer(Shape shape) {
    return ByteBuffer.allocateDirect(Float.BYTES * 3 * shape.pixels())
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
