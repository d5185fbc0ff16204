package org.skipconv.bench.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneFrame;

class SceneSuiteTest {
  private static final Size SMALL = new Size(128, 128);

  private static SceneSuite suite(String model) {
    return suite(Models.named(model));
  }

  private static <R> SceneSuite suite(NamedModel<R> named) {
    return named.suite(named.seeded(SMALL, 1));
  }

  private static Set<Integer> classes(Scene scene) {
    return IntStream.range(0, 80)
        .mapToObj(scene::frame)
        .flatMap(frame -> frame.figures().stream())
        .map(Figure::classId)
        .collect(Collectors.toSet());
  }

  @Test
  void scenesShowWhatIsToBeFound() {
    SceneSuite poses = suite("hrnet-w18-small-v1");
    SceneSuite objects = suite("efficientdet-lite0");
    for (int number = 0; number < 3; number++) {
      assertThat(classes(poses.scene(number))).containsExactly(Figure.PERSON);
      assertThat(classes(objects.scene(number))).contains(Figure.PERSON, Figure.CAR);
    }
  }

  @Test
  void scenesAreAlwaysTheSameAndNoTwoAlike() {
    for (String model : List.of("hrnet-w18-small-v1", "efficientdet-lite0")) {
      IntFunction<SceneFrame> frame = number -> suite(model).scene(number).frame(40);
      assertThat(frame.apply(0).image().rgb()).isEqualTo(frame.apply(0).image().rgb());
      assertThat(frame.apply(0).image().rgb()).isNotEqualTo(frame.apply(1).image().rgb());
    }
  }

  @Test
  void noTrainingSeesThem() {
    for (String model : List.of("hrnet-w18-small-v1", "efficientdet-lite0")) {
      SceneSuite suite = suite(model);
      // The scenes of a training have seeds of 1000 times its own and a little more.
      Set<Long> seeds = new HashSet<>();
      IntStream.range(0, 100).forEach(number -> seeds.add(suite.scene(number).seed()));
      assertThat(seeds).hasSize(100).allMatch(seed -> seed >= 90_000);
    }
  }

  @Test
  void whatNobodySawHasNoValue() {
    SceneScore score = suite("hrnet-w18-small-v1").score();
    assertThat(score.values()).hasSize(3).containsOnlyNulls();
  }
}
