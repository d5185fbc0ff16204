package org.skipconv.models;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
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

  /** Side of a block of the picture, in pixels. */
  private static final int SIDE = 8;

  /** Blocks in a row of the scene. */
  private static final int BLOCKS = 128;

  /** Frames after a still one: the cheaper way is chosen, tried again, and asked for. */
  private static final List<String> KINDS =
      List.of("first", "chosen", "chosen", "chosen", "chosen", "try", "keyframe", "cut");

  private final SkipNetwork network;
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
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    try (VideoSession skipping = network.open(options);
        VideoSession dense = network.open(SessionOptions.dense())) {
      for (int round = -2; round < rounds; round++) {
        skipping.reset();
        skipping.nextNhwc(still);
        skipping.nextNhwc(again);
        for (int i = 0; i < KINDS.size(); i++) {
          String kind = KINDS.get(i);
          FloatBuffer frame = kind.equals("cut") ? negative(still) : frames[i % 2];
          if (kind.equals("keyframe")) {
            skipping.requestKeyframe();
          }
          boolean denseFirst = (round & 1) == 0;
          long before = denseFirst ? time(dense, frame) : 0;
          long start = cpu();
          FrameReport report = skipping.nextNhwc(frame).report();
          long took = cpu() - start;
          long there = denseFirst ? before : time(dense, frame);
          if (round >= 0) {
            String key = kind + how(report);
            ratios.computeIfAbsent(key, k -> new ArrayList<>()).add((double) took / there);
          }
        }
      }
    }
    ratios.forEach(
        (kind, all) -> {
          Collections.sort(all);
          int count = all.size();
          System.out.printf(
              Locale.ROOT,
              "| %s | %s | %.0f %% | %s | %.3f (%.3f to %.3f of %d) |%n",
              name,
              measured ? "measured noise" : "fixed threshold",
              100 * share,
              kind,
              all.get(count / 2),
              all.get(count / 4),
              all.get(3 * count / 4),
              count);
        });
  }

  /** Way that the session chose. */
  private static String how(FrameReport report) {
    if (report.keyframe()) {
      return " (keyframe)";
    }
    return report.cheaperWhole() ? " (whole)" : "";
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
