package org.skipconv.models.detection;

import org.skipconv.core.Tensor;

/**
 * Scores and distances of the cells of one stride, wherever they lie.
 *
 * @param scores holds the classes of cell i from {@code scoresStart + i * scoresStep} on
 * @param distances holds the distributions of cell i from {@code distancesStart + i *
 *     distancesStep} on
 */
record DistributionLevel(
    int cells,
    Tensor scores,
    int scoresStart,
    int scoresStep,
    Tensor distances,
    int distancesStart,
    int distancesStep) {

  /** All cells of two tensors [1, cells, values]. */
  static DistributionLevel of(Tensor scores, Tensor distances) {
    return new DistributionLevel(
        scores.size(1), scores, 0, scores.size(2), distances, 0, distances.size(2));
  }

  /** Some cells of one tensor [1, all cells, classes + distances]. */
  static DistributionLevel of(Tensor both, int first, int cells, int classes) {
    int step = both.size(2);
    return new DistributionLevel(
        cells, both, first * step, step, both, first * step + classes, step);
  }

  int scores(int cell) {
    return scoresStart + cell * scoresStep;
  }

  int distances(int cell) {
    return distancesStart + cell * distancesStep;
  }
}
