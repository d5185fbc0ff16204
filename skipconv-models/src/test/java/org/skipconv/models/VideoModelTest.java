package org.skipconv.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Gate;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.calibration.SampleClip;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

class VideoModelTest {
  private final VideoModel<Spots.Spot> model = new Spots().model();

  private static List<RgbImage> pictures(int count) {
    return IntStream.range(0, count).mapToObj(i -> Spots.picture(32, 48, 4 * i, 8)).toList();
  }

  @Test
  void aViewIsChangedInACopy() {
    VideoModel<Spots.Spot> cropped = model.withView(View.crop(new CropWindow(10, 20, 24, 16)));
    assertThat(cropped.place(100, 200).window()).isEqualTo(new CropWindow(10, 20, 24, 16));
    assertThat(model.place(100, 200).window()).isEqualTo(new CropWindow(0, 0, 200, 100));
    assertThat(cropped.network()).isSameAs(model.network());
    assertThat(cropped.task()).isSameAs(model.task());
  }

  @Test
  void aNormalizationIsChangedInACopy() {
    VideoModel<Spots.Spot> other = model.withNormalization(Normalization.HALF);
    assertThat(other.normalization()).isEqualTo(Normalization.HALF);
    assertThat(model.normalization()).isEqualTo(Spots.NONE);
    RgbImage black = new RgbImage(32, 48);
    try (VideoPredictor<Spots.Spot> usual = model.open(SessionOptions.dense());
        VideoPredictor<FrameResult> half = other.raw().open(SessionOptions.dense())) {
      assertThat(usual.next(black).brightness()).isZero();
      assertThat(half.next(black).map("spots").toArray()).containsOnly(0);
      assertThat(half.next(Spots.picture(32, 48, 20, 12)).map("spots").get(0, 4, 6)).isPositive();
    }
  }

  @Test
  void streamsOfPicturesMeasureTheirNoiseUnlessToldOtherwise() {
    SessionOptions options = SessionOptions.gates(Gate.ALL_OPEN);
    VideoModel<Spots.Spot> half = model.withNormalization(Normalization.HALF);
    try (VideoPredictor<Spots.Spot> usual = half.open(options);
        VideoPredictor<Spots.Spot> fixed = half.open(options.withInputThreshold(0.25f))) {
      // A grey level is 1 of 255, by a deviation of a half.
      assertThat(usual.session().options().inputThreshold())
          .isEqualTo(InputThreshold.measured((float) (2 / 255.0)));
      assertThat(fixed.session().options().inputThreshold()).isEqualTo(InputThreshold.fixed(0.25f));
    }
  }

  @Test
  void rawResultsAreTheOutputs() {
    try (VideoPredictor<FrameResult> raw = model.raw().open(SessionOptions.dense());
        VideoSession session = model.network().open(SessionOptions.dense())) {
      for (RgbImage picture : pictures(3)) {
        FloatBuffer input = model.sample(List.of(picture, picture)).frames().get(0);
        float[] expected = session.nextNhwc(input).map("spots").toArray();
        assertThat(raw.next(picture).map("spots").toArray()).isEqualTo(expected);
      }
    }
  }

  @Test
  void rawResultsAgreeByTheErrorOfOutputs() {
    Task<FrameResult> outputs = model.raw().task();
    Agreement<FrameResult> agreement = outputs.agreement();
    assertThat(agreement.text()).isEmpty();
    assertThat(agreement.values().get("relativeError")).isEmpty();
    RgbImage picture = Spots.picture(32, 48, 8, 8);
    try (VideoPredictor<FrameResult> dense = model.raw().open(SessionOptions.dense());
        VideoPredictor<FrameResult> other = model.raw().open(SessionOptions.dense())) {
      CropWindow window = model.place(32, 48).window();
      agreement.add(dense.next(picture), other.next(picture), window);
      assertThat(agreement.values().get("relativeError")).hasValue(0);
      agreement.add(dense.next(picture), other.next(new RgbImage(32, 48)), window);
      // All that there is is missing in one frame of two.
      assertThat(agreement.values().get("relativeError")).hasValue(0.5);
      assertThat(agreement.text()).contains("50.00 %");
    }
    assertThat(outputs.closeness(model.network()).name()).isEqualTo("output-error");
  }

  @Test
  void calibratesOnPictures() {
    SampleClip clip = model.sample(pictures(8));
    assertThat(clip.frames()).hasSize(8);
    GatePlan plan = model.calibrator(List.of(clip)).calibrate(0.05).plan();
    plan.validate(model.network());
    assertThatThrownBy(() -> model.sample(List.of())).hasMessageContaining("has 0");
    assertThatThrownBy(() -> model.sample(List.of(new RgbImage(32, 48), new RgbImage(5, 6))))
        .hasMessageContaining("5x6");
  }

  @Test
  void refusesNetworksThatDoNotFit() {
    Spots spots = new Spots();
    SkipNetwork grey = Spots.network(1);
    assertThatThrownBy(() -> VideoModel.of(grey, View.stretched(), Spots.NONE, spots))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 channels");
    SkipNetwork other = HrNet.w18SmallV1(64, 64).seeded(1);
    assertThatThrownBy(() -> VideoModel.of(other, View.stretched(), Spots.NONE, spots))
        .hasMessageContaining("no output spots");
  }

  @Test
  void networksOfThisLibraryMakeTheirOwn() {
    HrNet hrNet = HrNet.w18SmallV1(64, 96);
    VideoModel<Pose> poses = hrNet.model(hrNet.seeded(1));
    assertThat(poses.place(100, 300).window()).isEqualTo(new CropWindow(0, -50, 300, 200));
    assertThat(poses.task().closeness(poses.network()).name()).isEqualTo("joints-moved");
    assertThatThrownBy(() -> HrNet.w18SmallV1(64, 64).model(poses.network()))
        .hasMessageContaining("64x64")
        .hasMessageContaining("3x64x96");

    EfficientDet detector = EfficientDet.lite0().withSize(96, 128);
    VideoModel<List<Detection>> objects = detector.model(detector.seeded(1));
    assertThat(objects.place(96, 64).window()).isEqualTo(new CropWindow(0, 0, 128, 96));
    assertThat(objects.task().closeness(objects.network()).name()).isEqualTo("detections-lost");
    assertThatThrownBy(() -> detector.withClasses(2).model(objects.network()))
        .hasMessageContaining("class.P3");
  }
}
