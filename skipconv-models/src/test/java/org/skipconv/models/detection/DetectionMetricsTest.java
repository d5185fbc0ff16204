package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** All expected values are by hand, from the definition. */
class DetectionMetricsTest {
  private static final Box A = new Box(0, 0, 100, 100);
  private static final Box B = new Box(200, 0, 300, 100);
  private static final Box NOWHERE = new Box(500, 500, 600, 600);

  private final DetectionMetrics metrics = new DetectionMetrics();

  @Test
  void missBetweenTwoHits() {
    metrics.add(List.of(person(A, 0.9f), person(NOWHERE, 0.8f), person(B, 0.7f)), people(A, B));

    // Precision 1 up to recall 0.5 (51 points), then 2/3 up to 1 (50 points).
    double expected = (51 + 50 * 2 / 3.0) / 101;
    assertAp(metrics.apAt05(), expected);
    assertAp(metrics.ap(), expected);
  }

  @Test
  void scoresAreRankedAcrossImages() {
    metrics.add(List.of(person(A, 0.6f)), people(A));
    metrics.add(List.of(person(NOWHERE, 0.8f)), people(B));
    metrics.add(List.of(), people(A));

    // miss, hit: precision 1/2 at recall 1/3, so at recalls 0 to 0.33 (34 points).
    assertAp(metrics.apAt05(), 34 * 0.5 / 101);
  }

  @Test
  void thresholdsFromHalfTo095() {
    Box low = new Box(0, 0, 100, 72); // IoU 0.72: a hit at 0.5, 0.55, 0.6, 0.65 and 0.7
    metrics.add(List.of(person(low, 0.9f)), people(A));

    assertAp(metrics.apAt05(), 1);
    assertAp(metrics.ap(), 0.5);
  }

  @Test
  void anObjectIsFoundOnce() {
    metrics.add(List.of(person(A, 0.9f), person(A, 0.8f)), people(A, B));
    assertAp(metrics.apAt05(), 51 / 101.0);
  }

  @Test
  void aDetectionTakesWhatItOverlapsMost() {
    Box shifted = new Box(20, 0, 120, 100);
    // 0.9 overlaps both (80 / 120 and 1): it must leave A to 0.8, whatever comes first.
    List<Detection> found = List.of(person(shifted, 0.9f), person(A, 0.8f));
    metrics.add(found, people(A, shifted));
    metrics.add(found, people(shifted, A));
    assertAp(metrics.ap(), 1);
  }

  @Test
  void crowdsCountForNothing() {
    List<GroundTruth> truth = new ArrayList<>(people(B));
    truth.add(new GroundTruth(A, 1, true));
    Box inside = new Box(0, 0, 50, 50);
    metrics.add(List.of(person(inside, 0.9f), person(A, 0.8f), person(B, 0.7f)), truth);
    assertAp(metrics.ap(), 1);

    DetectionMetrics onlyCrowd = new DetectionMetrics();
    onlyCrowd.add(List.of(person(A, 0.9f)), List.of(new GroundTruth(A, 1, true)));
    assertThat(onlyCrowd.ap()).isEmpty();
  }

  @Test
  void anObjectGoesBeforeACrowd() {
    List<GroundTruth> truth = new ArrayList<>(List.of(new GroundTruth(A, 1, true)));
    truth.addAll(people(new Box(0, 0, 100, 80)));
    // Overlap 1 with the crowd, 0.8 with the object: the object is found.
    metrics.add(List.of(person(A, 0.9f)), truth);
    assertAp(metrics.apAt05(), 1);
  }

  @Test
  void classesAreAveragedAndThoseWithoutTruthLeftOut() {
    metrics.add(
        List.of(person(A, 0.9f), Detection.of(B, 3, 0.9f), Detection.of(B, 7, 0.9f)),
        List.of(GroundTruth.of(A, 1), GroundTruth.of(NOWHERE, 3)));
    assertAp(metrics.apAt05(), 0.5);
  }

  @Test
  void nothingToFindHasNoPrecision() {
    metrics.add(List.of(person(A, 0.9f)), List.of());
    assertThat(metrics.ap()).isEmpty();
    metrics.add(List.of(), people(A));
    assertAp(metrics.ap(), 0);
  }

  @Test
  void onlyAHundredDetectionsCount() {
    List<Detection> found = new ArrayList<>();
    found.add(person(A, 0.1f));
    for (int i = 0; i < 100; i++) {
      found.add(person(NOWHERE, 0.9f));
    }
    metrics.add(found, people(A));
    assertAp(metrics.apAt05(), 0);
    DetectionMetrics fewer = new DetectionMetrics();
    fewer.add(found.subList(0, 100), people(A));
    assertAp(fewer.apAt05(), 0.01);
  }

  @Test
  void agreementTakesTheDensePathsSureDetectionsAsTruth() {
    List<Detection> dense = List.of(person(A, 0.3f), person(B, 0.29f));
    metrics.addAgreement(List.of(person(A, 0.05f)), dense);
    assertAp(metrics.apAt05(), 1);
  }

  @Test
  void recallsAreThoseOfCoco() {
    // 100 objects, 35 found: recall 0.35 is a little under COCO's step of 35 * 0.01.
    for (int i = 0; i < 100; i++) {
      metrics.add(i < 35 ? List.of(person(A, 0.9f)) : List.of(), people(A));
    }
    assertAp(metrics.apAt05(), 35 / 101.0);
  }

  private static void assertAp(OptionalDouble actual, double expected) {
    assertThat(actual.orElseThrow()).isCloseTo(expected, within(1e-12));
  }

  private static Detection person(Box box, float score) {
    return Detection.of(box, 1, score);
  }

  private static List<GroundTruth> people(Box... boxes) {
    return List.of(boxes).stream().map(box -> GroundTruth.of(box, 1)).toList();
  }
}
