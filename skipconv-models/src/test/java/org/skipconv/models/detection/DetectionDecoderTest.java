package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;
import org.skipconv.models.vision.Letterbox;

class DetectionDecoderTest {
  /** P3 with 8x16 cells and P4 with 4x8. */
  private final Anchors anchors = Anchors.of(64, 128, 3, 4, 4);

  private final List<LevelMaps> maps = Maps.silent(anchors);

  @Test
  void decodesCentreAndLogarithmOfSize() {
    // Anchor 1: 4 * 8 * 0.7 = 22.4 high, 4 * 8 * 1.4 = 44.8 wide, centre (y 20, x 44).
    Box box =
        new BoxDecoder(anchors.levels().get(0))
            .decode(2, 5, 1, 0.5f, -0.25f, (float) Math.log(2), (float) Math.log(0.5));

    assertBox(box, 44 - 11.2 - 11.2, 20 + 11.2 - 22.4, 44 - 11.2 + 11.2, 20 + 11.2 + 22.4);
  }

  @Test
  void findsAnObjectInPicturePixels() {
    // A picture of 128 x 200 (height x width): scale 0.5 from the height, 100 of 128 columns used.
    see(1, 17, 2, 3, 4, 1.5f);
    List<Detection> found = decoder(DecoderOptions.DEFAULT).decode(maps, 128, 200);

    // Anchor 4 of P4: octave 1, ratio 1: 64 * 2^(1/3) * (1.4 wide, 0.7 high); centre (40, 56).
    double halfWidth = 32 * Math.cbrt(2) * 1.4;
    double halfHeight = 32 * Math.cbrt(2) * 0.7;
    assertThat(found).hasSize(1);
    Detection detection = found.get(0);
    assertBox(detection.box(), 0, (40 - halfHeight) * 2, 200, 128);
    assertThat(56 - halfWidth).isNegative();
    assertThat(56 + halfWidth).isGreaterThan(100);
    assertThat(40 + halfHeight).isGreaterThan(64);
    assertThat(detection.classId()).isEqualTo(18);
    assertThat(detection.className()).isEqualTo("dog");
    assertThat(detection.score()).isCloseTo(0.8175745f, within(1e-6f));
  }

  @Test
  void readsTheBoxOfItsOwnPixelAndAnchor() {
    see(0, 0, 3, 9, 7, 3);
    Maps.set(maps.get(0).boxes(), 7 * 4, 3, 9, 0.25f);
    Maps.set(maps.get(0).boxes(), 7 * 4 + 1, 3, 9, 0.5f);
    Maps.set(maps.get(0).boxes(), 7 * 4 + 2, 3, 9, -2f);
    Maps.set(maps.get(0).boxes(), 7 * 4 + 3, 3, 9, -1.5f);
    Box box = decoder(DecoderOptions.DEFAULT).decode(maps, 64, 128).get(0).box();

    double height = 32 * Math.pow(2, 2 / 3.0) * 0.7;
    double width = 32 * Math.pow(2, 2 / 3.0) * 1.4;
    double cy = 28 + height / 4;
    double cx = 76 + width / 2;
    double h = height * Math.exp(-2) / 2;
    double w = width * Math.exp(-1.5) / 2;
    assertBox(box, cx - w, cy - h, cx + w, cy + h);
  }

  @Test
  void thresholdIsOnTheScore() {
    float logit = (float) Math.log(0.4 / 0.6);
    see(0, 0, 1, 1, 0, logit + 1e-4f);
    see(0, 1, 1, 1, 0, logit - 1e-4f);
    see(0, 2, 1, 1, 0, Float.NEGATIVE_INFINITY);

    DecoderOptions options = DecoderOptions.DEFAULT.withScoreThreshold(0.4f);
    assertThat(decoder(options).decode(maps, 64, 128)).extracting("classId").containsExactly(1);
    assertThat(decoder(options.withScoreThreshold(0.399f)).decode(maps, 64, 128))
        .extracting("classId")
        .containsExactly(1, 2);
  }

  @Test
  void thresholdZeroLetsEverythingThrough() {
    DecoderOptions all = DecoderOptions.DEFAULT.withScoreThreshold(0);
    List<Detection> found = decoder(all).decode(maps, 64, 128);
    assertThat(found).hasSize(100);
    assertThat(found.get(99).score()).isCloseTo(4.54e-5f, within(1e-7f));
    assertThat(decoder(DecoderOptions.DEFAULT).decode(maps, 64, 128)).isEmpty();
  }

  @Test
  void sameClassIsSuppressedAcrossLevelsAndOtherClassesAreNot() {
    see(0, 4, 4, 6, 6, 2); // 2^(2/3) * 32 = 50.8 square around (36, 52)
    see(0, 5, 4, 6, 6, 1);
    see(1, 4, 2, 3, 0, 1.5f); // 64 square around (40, 56), clipped to 0..64 high
    assertThat(decoder(DecoderOptions.DEFAULT).decode(maps, 64, 128))
        .extracting("classId")
        .containsExactly(5, 6);
  }

  @Test
  void bestFirstAndNoMoreThanAskedFor() {
    for (int c = 0; c < 90; c++) {
      see(1, c, 3, 7, 8, c * 0.01f);
      see(0, c, 0, 0, 0, -0.5f + c * 0.01f);
    }
    List<Detection> found = decoder(DecoderOptions.DEFAULT).decode(maps, 64, 128);
    assertThat(found)
        .hasSize(100)
        .isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
    assertThat(found.get(0).classId()).isEqualTo(90);

    assertThat(decoder(new DecoderOptions(0.3f, 7, 0.5f, 100)).decode(maps, 64, 128))
        .isEqualTo(found.subList(0, 7));
    assertThat(decoder(new DecoderOptions(0.3f, 5000, 0.5f, 3)).decode(maps, 64, 128))
        .isEqualTo(found.subList(0, 3));
  }

  @Test
  void looksOnlyAtChangedPixelsAndFindsTheSame() {
    Random random = new Random(7);
    DetectionDecoder incremental = decoder(DecoderOptions.DEFAULT);
    incremental.decode(maps, 64, 128);
    for (int frame = 0; frame < 30; frame++) {
      List<LevelMaps> update = new ArrayList<>();
      for (LevelMaps level : maps) {
        update.add(Maps.changed(level, disturb(level, random)));
      }
      assertThat(incremental.decode(update, 64, 128))
          .isEqualTo(decoder(DecoderOptions.DEFAULT).decode(maps, 64, 128))
          .isNotEmpty();
    }
  }

  private static GateMask disturb(LevelMaps level, Random random) {
    int height = level.classes().shape().height();
    int width = level.classes().shape().width();
    GateMask changed = new GateMask(height, width);
    for (int i = 0; i < height * width / 8; i++) {
      int y = random.nextInt(height);
      int x = random.nextInt(width);
      changed.set(y, x, true);
      for (int n = 0; n < 3; n++) {
        Maps.set(level.classes(), random.nextInt(810), y, x, random.nextFloat() * 6 - 4);
        Maps.set(level.boxes(), random.nextInt(36), y, x, random.nextFloat() - 0.5f);
      }
    }
    return changed;
  }

  @Test
  void doesNotLookAtUnchangedPixels() {
    DetectionDecoder decoder = decoder(DecoderOptions.DEFAULT);
    decoder.decode(maps, 64, 128);
    see(0, 3, 4, 6, 6, 2);
    GateMask nothing = new GateMask(8, 16);
    List<LevelMaps> update = List.of(Maps.changed(maps.get(0), nothing), maps.get(1));
    assertThat(decoder.decode(update, 64, 128)).isEmpty();
    nothing.set(4, 6, true);
    assertThat(decoder.decode(update, 64, 128)).hasSize(1);
  }

  @Test
  void readsTheOutputsByName() {
    see(0, 0, 3, 9, 7, 3);
    see(1, 2, 2, 3, 4, 2);
    assertThat(decoder(DecoderOptions.DEFAULT).decode(new NamedMaps(maps), 64, 128))
        .isEqualTo(decoder(DecoderOptions.DEFAULT).decode(maps, 64, 128))
        .hasSize(2);
  }

  @Test
  void boxesWithoutAreaOrNumbersAreNoDetections() {
    see(0, 1, 2, 5, 4, 3);
    DecoderOptions options = DecoderOptions.DEFAULT;
    assertThat(decoder(options).decode(maps, 64, 128)).hasSize(1);
    for (float[] code :
        new float[][] {
          {0, 0, Float.NaN, 0},
          {Float.NaN, 0, 0, 0},
          {0, Float.POSITIVE_INFINITY, 0, 0}, // to the right of the picture
          {-9, 0, 0, 0}, // above it
          {0, 0, 0, -200}, // too narrow for a float
        }) {
      for (int i = 0; i < 4; i++) {
        Maps.set(maps.get(0).boxes(), 4 * 4 + i, 2, 5, code[i]);
      }
      assertThat(decoder(options).decode(maps, 64, 128)).as(Arrays.toString(code)).isEmpty();
    }
  }

  @Test
  void whatLiesInThePaddingIsNoDetection() {
    // A picture of 32 x 128 fills the upper half of the input.
    see(0, 1, 7, 5, 0, 3);
    Maps.set(maps.get(0).boxes(), 2, 7, 5, -2); // 4 * 8 / e^2 high, around y 60
    assertThat(decoder(DecoderOptions.DEFAULT).decode(maps, 64, 128)).hasSize(1);
    assertThat(decoder(DecoderOptions.DEFAULT).decode(maps, 32, 128)).isEmpty();
  }

  /** 1520 x 2688 is shrunk to 72 x 128: by 21.11 and by 21. */
  @Test
  void theFarEdgesOfTheInputAreThoseOfThePicture() {
    Anchors wide = Anchors.of(128, 128, 3, 3, 4);
    List<LevelMaps> outputs = Maps.silent(wide);
    Maps.set(outputs.get(0).classes(), 4 * 90, 5, 8, 3);
    for (int i = 0; i < 2; i++) {
      Maps.set(outputs.get(0).boxes(), 4 * 4 + 2 + i, 5, 8, 3); // far larger than the picture
    }
    Box box =
        new DetectionDecoder(wide, DecoderOptions.DEFAULT).decode(outputs, 1520, 2688).get(0).box();
    assertThat(box).isEqualTo(new Box(0, 0, 2688, 1520));
    assertThat(new Letterbox(1520, 2688, 128, 128).resizedHeight()).isEqualTo(72);

    // And in between, each axis has its own factor.
    for (int i = 0; i < 2; i++) {
      Maps.set(outputs.get(0).boxes(), 4 * 4 + 2 + i, 5, 8, -1);
    }
    double octave = 32 * Math.cbrt(2) / Math.E / 2;
    assertBox(
        new DetectionDecoder(wide, DecoderOptions.DEFAULT).decode(outputs, 1520, 2688).get(0).box(),
        (68 - 1.4 * octave) * 2688 / 128,
        (44 - 0.7 * octave) * 1520 / 72,
        (68 + 1.4 * octave) * 2688 / 128,
        (44 + 0.7 * octave) * 1520 / 72);
  }

  /** A frame's result with the names that EfficientDet gives its outputs. */
  private record NamedMaps(List<LevelMaps> maps) implements FrameResult {
    @Override
    public FeatureMap map(String name) {
      return switch (name) {
        case "class.P3" -> maps.get(0).classes();
        case "box.P3" -> maps.get(0).boxes();
        case "class.P4" -> maps.get(1).classes();
        case "box.P4" -> maps.get(1).boxes();
        default -> throw new IllegalArgumentException(name);
      };
    }

    @Override
    public GateMask mask(String layer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FrameReport report() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    DetectionDecoder decoder = decoder(DecoderOptions.DEFAULT);
    assertThatThrownBy(() -> decoder.decode(maps.subList(0, 1), 64, 128))
        .hasMessageContaining("2 levels, but maps of 1");
    List<LevelMaps> swapped = new ArrayList<>(maps);
    Collections.reverse(swapped);
    assertThatThrownBy(() -> decoder.decode(swapped, 64, 128))
        .hasMessageContaining("class.P3 must be 810x8x16, but is 810x4x8");
    assertThatThrownBy(() -> decoder.decode(maps, 0, 128)).hasMessageContaining("0x128");
    assertThatThrownBy(() -> DecoderOptions.DEFAULT.withScoreThreshold(1))
        .hasMessageContaining("score threshold");
    assertThatThrownBy(() -> new DecoderOptions(0.3f, 0, 0.5f, 1)).hasMessageContaining("0 and 1");
    assertThatThrownBy(() -> new DecoderOptions(0.3f, 1, Float.NaN, 1)).hasMessageContaining("NaN");
  }

  private DetectionDecoder decoder(DecoderOptions options) {
    return new DetectionDecoder(anchors, options);
  }

  private void see(int level, int channel, int y, int x, int anchor, float logit) {
    Maps.set(maps.get(level).classes(), anchor * 90 + channel, y, x, logit);
  }

  private static void assertBox(Box box, double x1, double y1, double x2, double y2) {
    assertThat(new double[] {box.x1(), box.y1(), box.x2(), box.y2()})
        .containsExactly(new double[] {x1, y1, x2, y2}, within(1e-4));
  }
}
