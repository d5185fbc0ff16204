package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SceneTest {
  private static SceneBuilder busy() {
    return Scene.builder()
        .size(96, 128)
        .seed(11)
        .figureHeight(0.4)
        .figures(3)
        .vehicles(2)
        .noise(3)
        .lightDrift(0.1, 500)
        .lampFlicker(0.5)
        .cuts(150);
  }

  @Test
  void framesInAnyOrderAndFromManyThreadsAreTheSame() {
    Scene inOrder = busy().build();
    List<Integer> indices =
        new ArrayList<>(IntStream.range(0, 260).boxed().filter(i -> i % 3 != 1).toList());
    List<SceneFrame> expected = indices.stream().map(inOrder::frame).toList();
    Collections.shuffle(indices, new Random(1));
    Scene shuffled = busy().build();
    List<SceneFrame> frames = indices.parallelStream().map(shuffled::frame).toList();
    for (SceneFrame frame : frames) {
      SceneFrame same =
          expected.stream().filter(f -> f.index() == frame.index()).findFirst().orElseThrow();
      assertThat(frame.image().rgb()).isEqualTo(same.image().rgb());
      assertThat(frame.figures()).isEqualTo(same.figures());
      assertThat(frame.light()).isEqualTo(same.light());
    }
  }

  @Test
  void anotherSeedIsAnotherVideo() {
    SceneFrame one = busy().noise(0).build().frame(90);
    SceneFrame two = busy().noise(0).seed(12).build().frame(90);
    assertThat(Pictures.shareChanged(one.image(), two.image(), 0)).isGreaterThan(0.8);
    assertThat(one.figures()).isNotEqualTo(two.figures());
  }

  @Test
  void aMotionlessPersonGivesTheSameFrameForEver() {
    Scene scene = Scene.builder().seed(3).script(Script.motionless()).build();
    SceneFrame first = scene.frame(0);
    assertThat(first.figures()).hasSize(1);
    for (int index : new int[] {1, 2, 63, 64, 65, 500, 5000}) {
      assertThat(scene.frame(index).image().rgb()).isEqualTo(first.image().rgb());
      assertThat(scene.frame(index).figures()).isEqualTo(first.figures());
    }
  }

  @Test
  void noiseAndLightDoNotChangeWhatHappens() {
    Scene scene = busy().build();
    Scene plain = scene.toBuilder().noise(0).lightDrift(0, 1).lampFlicker(0).build();
    for (int index : new int[] {0, 77, 149, 150, 220}) {
      assertThat(plain.frame(index).figures()).isEqualTo(scene.frame(index).figures());
      assertThat(plain.frame(index).image().rgb()).isNotEqualTo(scene.frame(index).image().rgb());
    }
  }

  @Test
  void aCutShowsAnotherPlaceWithOtherPeople() {
    Scene whole = Scene.builder().seed(5).script(Script.motionless()).build();
    Scene cut = whole.toBuilder().cuts(10, 25).build();
    assertThat(cut.frame(9).image().rgb()).isEqualTo(whole.frame(9).image().rgb());
    for (int index : new int[] {10, 25}) {
      SceneFrame before = cut.frame(index - 1);
      SceneFrame after = cut.frame(index);
      assertThat(Pictures.shareChanged(before.image(), after.image(), 4)).isGreaterThan(0.6);
      assertThat(after.shot()).isEqualTo(before.shot() + 1);
      assertThat(after.figures().get(0).id()).isNotEqualTo(before.figures().get(0).id());
    }
    assertThat(cut.frame(24).image().rgb()).isEqualTo(cut.frame(10).image().rgb());
  }

  @Test
  void thePictureBelongsToTheCaller() {
    Scene scene = Scene.builder().size(32, 32).build();
    byte[] expected = scene.frame(0).image().rgb().clone();
    scene.frame(0).image().rgb()[0] ^= 1;
    assertThat(scene.frame(0).image().rgb()).isEqualTo(expected);
  }

  @Test
  void aBuiltSceneDoesNotFollowItsBuilder() {
    SceneBuilder builder = Scene.builder().size(48, 64).script(Script.motionless());
    Scene scene = builder.build();
    builder.size(32, 32).seed(99).figures(0);
    assertThat(scene.height()).isEqualTo(48);
    assertThat(scene.width()).isEqualTo(64);
    assertThat(scene.seed()).isEqualTo(1);
    assertThat(scene.frame(0).figures()).hasSize(1);
  }

  @Test
  void badSettingsAreNamed() {
    SceneBuilder builder = Scene.builder();
    assertThatThrownBy(() -> builder.size(31, 64)).hasMessageContaining("height must be 32");
    assertThatThrownBy(() -> builder.size(32, 5000)).hasMessageContaining("width must be");
    assertThatThrownBy(() -> builder.noise(-1)).hasMessageContaining("noise must be 0");
    assertThatThrownBy(() -> builder.noise(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> builder.lightDrift(0.1, 0)).hasMessageContaining("period");
    assertThatThrownBy(() -> builder.cuts(5, 5)).hasMessageContaining("[5, 5]");
    assertThatThrownBy(() -> builder.cuts(0)).hasMessageContaining("rising");
    assertThatThrownBy(() -> builder.figures(17)).hasMessageContaining("figures");
    assertThatThrownBy(() -> builder.script(Script.empty())).hasMessageContaining("step");
    assertThatThrownBy(() -> builder.build().frame(-1)).hasMessageContaining("-1");
    assertThat(builder.build().height()).isEqualTo(256);
  }
}
