package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.models.detection.Box;
import org.skipconv.models.detection.GroundTruth;
import org.skipconv.models.vision.RgbImage;

/** The truth against the pixels: what a person changes in the empty scene. */
final class TruthTest {
  private static Scene scene(long seed) {
    return Scene.builder().seed(seed).build();
  }

  private static RgbImage empty(Scene scene) {
    return scene.toBuilder().figures(0).vehicles(0).build().frame(0).image();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void jointsLieOnThePerson(long seed) {
    Scene scene = scene(seed);
    RgbImage empty = empty(scene);
    int visible = 0;
    int onPerson = 0;
    for (int index = 20; index < 700; index += 17) {
      SceneFrame frame = scene.frame(index);
      for (Figure figure : frame.figures()) {
        assertThat(figure.joints()).hasSize(Figure.JOINT_NAMES.size());
        for (FigureJoint joint : figure.joints()) {
          if (joint.visible()) {
            int x = (int) Math.round(joint.x());
            int y = (int) Math.round(joint.y());
            assertThat(x).isBetween(figure.box().x0(), figure.box().x1());
            assertThat(y).isBetween(figure.box().y0(), figure.box().y1());
            visible++;
            onPerson += Pictures.differs(frame.image(), empty, x, y, 3) ? 1 : 0;
          }
        }
      }
    }
    assertThat(visible).isGreaterThan(200);
    // colours of clothes and background may happen to agree
    assertThat(onPerson).isGreaterThan((int) (0.97 * visible));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void boxesAreTight(long seed) {
    Scene scene = scene(seed);
    RgbImage empty = empty(scene);
    for (int index = 20; index < 700; index += 23) {
      SceneFrame frame = scene.frame(index);
      for (Figure figure : frame.figures()) {
        assertBoxHoldsChange(frame.image(), empty, figure);
      }
    }
  }

  private static void assertBoxHoldsChange(RgbImage image, RgbImage empty, Figure figure) {
    Figure.PixelBox box = figure.box();
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    assertThat(box.x0()).isBetween(0, box.x1());
    assertThat(box.y0()).isBetween(0, box.y1());
    assertThat(box.x1()).isLessThanOrEqualTo(right);
    assertThat(box.y1()).isLessThanOrEqualTo(bottom);
    // less than half-covered pixels lie within two of the box; the shadow is at the feet
    int knees = box.y0() + box.height() / 2;
    assertThat(Pictures.changed(image, empty, 0, right, 0, box.y0() - 3, 0)).isZero();
    assertThat(Pictures.changed(image, empty, 0, box.x0() - 3, 0, knees, 0)).isZero();
    assertThat(Pictures.changed(image, empty, box.x1() + 3, right, 0, knees, 0)).isZero();
    if (figure.visibleShare() == 1) {
      for (int x : new int[] {box.x0(), box.x1()}) {
        assertThat(Pictures.changed(image, empty, x, x, box.y0(), box.y1(), 0)).isPositive();
      }
      for (int y : new int[] {box.y0(), box.y1()}) {
        assertThat(Pictures.changed(image, empty, box.x0(), box.x1(), y, y, 0)).isPositive();
      }
    }
  }

  @Test
  void visibilityIsCocos() {
    Scene scene = scene(9).toBuilder().figures(5).size(192, 256).figureHeight(0.5).build();
    int[] seen = new int[3];
    boolean hidden = false;
    for (int index = 0; index < 600; index += 7) {
      for (Figure figure : scene.frame(index).figures()) {
        assertThat(figure.visibleShare()).isBetween(0.0, 1.0);
        hidden |= figure.visibleShare() < 0.7;
        for (FigureJoint joint : figure.joints()) {
          boolean inside =
              Math.round(joint.x()) >= 0
                  && Math.round(joint.y()) >= 0
                  && Math.round(joint.x()) < 256
                  && Math.round(joint.y()) < 192;
          assertThat(joint.visibility() == 0).isEqualTo(!inside);
          seen[joint.visibility()]++;
        }
        if (figure.visibleShare() == 0) {
          assertThat(figure.joints()).noneMatch(FigureJoint::visible);
        }
      }
    }
    assertThat(seen[0]).isPositive();
    assertThat(seen[1]).isPositive();
    assertThat(seen[2]).isGreaterThan(seen[1]);
    assertThat(hidden).isTrue();
  }

  @Test
  void leftIsThePersonsOwn() {
    int faces = 0;
    int backs = 0;
    for (long seed = 0; seed < 40; seed++) {
      Scene scene = scene(seed).toBuilder().script(Script.motionless()).build();
      List<FigureJoint> joints = scene.frame(0).figures().get(0).joints();
      boolean face = joints.get(1).visible() && joints.get(2).visible();
      boolean back = joints.subList(0, 3).stream().noneMatch(FigureJoint::visible);
      if (face) {
        faces++;
        assertThat(joints.get(3).x()).isGreaterThan(joints.get(4).x());
        assertThat(joints.get(5).x()).isGreaterThan(joints.get(6).x());
      } else if (back) {
        backs++;
        assertThat(joints.get(3).x()).isLessThan(joints.get(4).x());
        assertThat(joints.get(5).x()).isLessThan(joints.get(6).x());
      }
    }
    assertThat(faces).isGreaterThan(8);
    assertThat(backs).isGreaterThan(8);
  }

  @Test
  void carsPassBehindThePeople() {
    Scene scene =
        Scene.builder().size(256, 320).figureHeight(0.35).seed(4).vehicles(2).figures(2).build();
    RgbImage empty = empty(scene);
    int cars = 0;
    for (int index = 0; index < 600; index += 10) {
      SceneFrame frame = scene.frame(index);
      int lastCar = -1;
      int firstPerson = frame.figures().size();
      for (int i = frame.figures().size() - 1; i >= 0; i--) {
        Figure figure = frame.figures().get(i);
        if (figure.classId() == Figure.CAR) {
          lastCar = Math.max(lastCar, i);
          cars++;
          assertThat(figure.className()).isEqualTo("car");
          assertThat(figure.joints()).isEmpty();
          if (frame.figures().size() == 1) {
            assertBoxHoldsChange(frame.image(), empty, figure);
          }
        } else {
          firstPerson = i;
          assertThat(figure.className()).isEqualTo("person");
        }
      }
      assertThat(lastCar).isLessThan(firstPerson);
    }
    assertThat(cars).isGreaterThan(20);
  }

  @Test
  void hiddenFiguresCountNeitherWay() {
    Figure.PixelBox box = new Figure.PixelBox(10, 20, 29, 59);
    List<Figure> figures =
        List.of(
            new Figure(1, Figure.PERSON, box, 0.2, List.of()),
            new Figure(2, Figure.CAR, box, 0.3, List.of()));
    assertThat(Figure.groundTruth(figures))
        .containsExactly(
            new GroundTruth(new Box(10, 20, 30, 60), 1, true),
            new GroundTruth(new Box(10, 20, 30, 60), 3, false));
  }
}
