package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.skipconv.core.GateMask;
import org.skipconv.models.efficientdet.EfficientDet;

/**
 * How long decoding takes beside the network: D0's 49,104 anchors of 90 classes, with 3,000 logits
 * over the threshold, looked at in full and at 5 % of the pixels.
 */
final class DecodingTime {
  private static final int WARM_UP = 200;
  private static final int RUNS = 200;

  private DecodingTime() {}

  public static void main(String[] args) {
    Anchors anchors = EfficientDet.d0().anchors();
    List<LevelMaps> maps = Maps.silent(anchors);
    Random random = new Random(1);
    List<LevelMaps> partly = new ArrayList<>();
    for (LevelMaps level : maps) {
      partly.add(Maps.changed(level, share(level, random)));
    }
    for (int i = 0; i < 3000; i++) {
      LevelMaps p3 = maps.get(0);
      Maps.set(p3.classes(), random.nextInt(810), random.nextInt(64), random.nextInt(64), 1);
    }
    DetectionDecoder decoder = new DetectionDecoder(anchors, DecoderOptions.DEFAULT);
    System.out.printf("all pixels: %.2f ms%n", millis(decoder, maps));
    System.out.printf("5 %% of the pixels: %.2f ms%n", millis(decoder, partly));
    DetectionDecoder quiet = new DetectionDecoder(anchors, DecoderOptions.DEFAULT);
    System.out.printf("all pixels, nothing there: %.2f ms%n", millis(quiet, Maps.silent(anchors)));
  }

  private static GateMask share(LevelMaps level, Random random) {
    int height = level.classes().shape().height();
    int width = level.classes().shape().width();
    GateMask mask = new GateMask(height, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        mask.set(y, x, random.nextInt(20) == 0);
      }
    }
    return mask;
  }

  /** Of one call, the best of many: the machine may have other things to do. */
  private static double millis(DetectionDecoder decoder, List<LevelMaps> maps) {
    for (int i = 0; i < WARM_UP; i++) {
      decoder.decode(maps, 360, 480);
    }
    long best = Long.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      decoder.decode(maps, 360, 480);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best / 1e6;
  }
}
