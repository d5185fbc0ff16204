package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.models.pose.JointSet.Edge;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.RgbImage;

class PosePainterTest {
  private static final JointSet SET =
      new JointSet(
          "arms",
          List.of("left_hand", "right_hand", "neck", "left_foot"),
          List.of(new Edge(2, 0), new Edge(1, 2), new Edge(0, 3)));

  @Test
  void tellsTheSidesApartAndLeavesOutWhatIsUncertain() {
    Pose pose =
        new Pose(
            SET,
            List.of(
                new Joint("left_hand", 180, 20, 0.9f),
                new Joint("right_hand", 20, 20, 0.9f),
                new Joint("neck", 100, 20, 0.9f),
                new Joint("left_foot", 180, 180, 0.1f)));
    Overlay overlay = Overlay.on(new RgbImage(200, 200));
    PosePainter.paint(overlay, pose, 0.3f);
    RgbImage image = overlay.toImage();

    // Left is orange, right is blue.
    assertThat(image.get(20, 140, 0)).isGreaterThan(200);
    assertThat(image.get(20, 140, 2)).isLessThan(100);
    assertThat(image.get(20, 60, 0)).isLessThan(100);
    assertThat(image.get(20, 60, 2)).isGreaterThan(200);
    // Neither the uncertain foot is there nor the bone to it.
    assertThat(image.get(100, 180, 0)).isZero();
    assertThat(image.get(180, 180, 0)).isZero();
  }
}
