package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MotionTest {
  private static final Script PAUSE =
      Script.empty().walkIn(60).stand(100).still(1500).walk(100).leave(60);

  private static double hipX(SceneFrame frame) {
    return (frame.figures().get(0).joints().get(11).x()
            + frame.figures().get(0).joints().get(12).x())
        / 2;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aPersonComesStopsForAMinuteWalksOnAndLeaves(long seed) {
    Scene scene = Scene.builder().seed(seed).script(PAUSE).build();
    assertThat(scene.frame(0).figures()).isEmpty();
    double arrived = hipX(scene.frame(59));
    assertThat(arrived).isBetween(15.0, 177.0);
    assertThat(hipX(scene.frame(159))).isCloseTo(arrived, within(4.0));
    assertThat(scene.frame(120).image().rgb()).isNotEqualTo(scene.frame(121).image().rgb());
    byte[] frozen = scene.frame(160).image().rgb();
    assertThat(scene.frame(900).image().rgb()).isEqualTo(frozen);
    assertThat(scene.frame(1659).image().rgb()).isEqualTo(frozen);
    assertThat(scene.frame(1690).image().rgb()).isNotEqualTo(frozen);
    assertThat(scene.frame(1740).figures()).hasSize(1);
    assertThat(scene.frame(1819).figures()).isEmpty();
    assertThat(scene.frame(9000).figures()).isEmpty();
  }

  @Test
  void aRepeatedScriptBringsThePersonBack() {
    Script visit = Script.empty().walkIn(50).walk(50).leave(50).away(10);
    assertThat(visit.frames()).isEqualTo(160);
    Scene scene = Scene.builder().script(visit.repeated()).build();
    for (int round = 0; round < 5; round++) {
      assertThat(scene.frame(160 * round).figures()).isEmpty();
      assertThat(scene.frame(160 * round + 75).figures()).hasSize(1);
      assertThat(scene.frame(160 * round + 155).figures()).isEmpty();
    }
    assertThat(scene.frame(75).figures()).isNotEqualTo(scene.frame(235).figures());
  }

  @Test
  void peopleHaveScriptsOfTheirOwn() {
    Scene scene =
        Scene.builder()
            .figures(2)
            .script(Script.empty().away(1))
            .script(1, Script.motionless())
            .build();
    assertThat(scene.frame(0).figures()).hasSize(1);
  }

  @Test
  void impossibleStepsAreRefused() {
    assertThatThrownBy(() -> Script.empty().walk(0)).hasMessageContaining("at least 1 frame");
    assertThatThrownBy(() -> Script.empty().stand(9_000_000).stand(2_000_000))
        .hasMessageContaining("9000000 frames");
  }

  /** Walks a person and looks at its bones in the world. */
  @ParameterizedTest
  @ValueSource(doubles = {10, 25, 30})
  void peopleWalkOnTheirFeet(double frameRate) {
    Physique body = Physique.draw(new Dice(5));
    WalkingGround ground = new WalkingGround(new PinholeCamera(256, 384, 0.3), 0, 1);
    Script script = Script.empty().walk(400).stand(50).walk(200).leave(60);
    Track track = new Track(new Walker(ground, script, body, 8, frameRate));
    double slid = 0;
    double went = 0;
    Skeleton last = null;
    Stance before = null;
    for (int frame = 0; frame < 600; frame++) {
      Stance stance = track.at(frame);
      Skeleton bones = new Skeleton(body, stance);
      assertBones(body, bones);
      boolean straight = before != null && Math.abs(stance.heading - before.heading) < 0.01;
      if (straight && stance.speed > 0.7 * body.pace() / frameRate) {
        went += stance.speed;
        slid += slip(bones, last);
      }
      if (before != null) {
        assertThat(stance.speed).isLessThan(1.5 * body.pace() / frameRate);
      }
      last = bones;
      before = stance;
    }
    assertThat(went).isGreaterThan(5);
    assertThat(slid / went).isLessThan(0.3);
  }

  /** How far the part of the feet that moved least went. */
  private static double slip(Skeleton now, Skeleton before) {
    double least = Double.MAX_VALUE;
    for (int side = 0; side < 2; side++) {
      least = Math.min(least, ground(now.heel[side], before.heel[side]));
      least = Math.min(least, ground(now.toe[side], before.toe[side]));
    }
    return least;
  }

  private static void assertBones(Physique body, Skeleton bones) {
    double lowest = 1;
    for (int side = 0; side < 2; side++) {
      assertThat(distance(bones.hip[side], bones.knee[side]))
          .isCloseTo(body.thigh(), within(0.001));
      assertThat(distance(bones.knee[side], bones.ankle[side]))
          .isCloseTo(body.shank(), within(1e-9));
      assertThat(distance(bones.shoulder[side], bones.elbow[side]))
          .isCloseTo(body.upperArm(), within(1e-9));
      assertThat(distance(bones.elbow[side], bones.wrist[side]))
          .isCloseTo(body.forearm(), within(1e-9));
      lowest = Math.min(lowest, Math.min(bones.heel[side].y(), bones.toe[side].y()));
    }
    assertThat(lowest).isCloseTo(0, within(1e-9));
    assertThat(bones.head.y()).isBetween(0.88 * body.height(), 0.97 * body.height());
  }

  private static double distance(Vec a, Vec b) {
    return Math.sqrt(
        Math.pow(a.x() - b.x(), 2) + Math.pow(a.y() - b.y(), 2) + Math.pow(a.z() - b.z(), 2));
  }

  private static double ground(Vec a, Vec b) {
    return Math.hypot(a.x() - b.x(), a.z() - b.z());
  }
}
