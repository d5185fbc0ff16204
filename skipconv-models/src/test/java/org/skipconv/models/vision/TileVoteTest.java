package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Votes of 4x5 tiles, of which 3x4 are whole. */
class TileVoteTest {
  private static final int HEIGHT = 48;
  private static final int WIDTH = 64;

  /** Grey level of a scene that lies some pixels further right, of waves of 25 pixels. */
  private static double scene(int y, double x) {
    return 120 + 40 * Math.sin(x / 4 + y / 9.0);
  }

  /** Grey level of a tile's pixel in the reference, and seen either way. */
  @FunctionalInterface
  private interface Pixel {
    double[] at(int y, int x);
  }

  private static TileVote vote(Pixel pixel) {
    TileVote vote = new TileVote(HEIGHT, WIDTH);
    add(vote, pixel);
    return vote;
  }

  private static void add(TileVote vote, Pixel pixel) {
    vote.clear();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double[] levels = pixel.at(y, x);
        vote.add(y, x, (float) levels[0], (float) levels[1], (float) levels[2]);
      }
    }
    vote.count();
  }

  private static void assertNone(TileVote vote) {
    assertThat(vote.isForFirst()).isFalse();
    assertThat(vote.isForSecond()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 0.3", "3, 0.3", "8, 1"})
  void theWayOfTheSmallerRestIsChosen(double noise, double off) {
    Random random = new Random(3);
    TileVote vote =
        vote(
            (y, x) -> {
              double sensor = noise * random.nextGaussian();
              double here = scene(y, x) + sensor;
              return new double[] {scene(y, x), here, scene(y, x + off) + sensor};
            });
    assertThat(vote.isForFirst()).isTrue();
    assertThat(vote.isForSecond()).isFalse();
    add(vote, (y, x) -> new double[] {scene(y, x), scene(y, x + off), scene(y, x)});
    assertThat(vote.isForFirst()).isFalse();
    assertThat(vote.isForSecond()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.8, 1.5})
  void lightDoesNotMatter(double gain) {
    TileVote vote =
        vote(
            (y, x) ->
                new double[] {scene(y, x), gain * scene(y, x) + 9, gain * scene(y, x + 0.5) + 9});
    assertThat(vote.isForFirst()).isTrue();
  }

  @Test
  void whatIsFlatAbstains() {
    Random random = new Random(3);
    assertNone(vote((y, x) -> new double[] {80, 80, 80}));
    // Noise alone, of which one way has less by chance or since it is a mean of two pixels.
    assertNone(
        vote(
            (y, x) ->
                new double[] {
                  80 + random.nextGaussian(), 80 + random.nextGaussian(), 80.5 + 0.1 * (x % 2)
                }));
  }

  /** A hundredth of a pixel in noise, either way. */
  @Test
  void whatIsLessThanTheNoiseIsNotDecided() {
    Random random = new Random(3);
    assertNone(
        vote(
            (y, x) -> {
              double noise = 4 * random.nextGaussian();
              return new double[] {scene(y, x), scene(y, x) + noise, scene(y, x + 0.01) + noise};
            }));
  }

  /** It lies 9 and 6 pixels away; neither fits. */
  @Test
  void whatMovesByItselfAbstains() {
    assertNone(vote((y, x) -> new double[] {scene(y, x), scene(y, x + 9), scene(y, x + 6)}));
  }

  /** A picture of 20 tiles, 12 of them whole: 2 make a quorum. */
  @ParameterizedTest
  @CsvSource({
    "2, 0, true",
    "1, 0, false",
    "3, 1, true",
    "2, 1, false",
    "7, 3, true",
    "6, 3, false"
  })
  void aWayNeedsAQuorumAndMoreThanTwiceTheVotes(int forIt, int against, boolean chosen) {
    Pixel first =
        (y, x) -> {
          int tile = y / 16 * 4 + x / 16;
          double here = scene(y, x);
          double beside = scene(y, x + 0.5);
          if (tile >= forIt + against) {
            return new double[] {80, 80, 80};
          }
          boolean votes = tile < forIt;
          return new double[] {here, votes ? here : beside, votes ? beside : here};
        };
    TileVote vote = vote(first);
    assertThat(vote.isForFirst()).isEqualTo(chosen);
    assertThat(vote.isForSecond()).isFalse();
    add(
        vote,
        (y, x) -> {
          double[] levels = first.at(y, x);
          return new double[] {levels[0], levels[2], levels[1]};
        });
    assertThat(vote.isForSecond()).isEqualTo(chosen);
    assertThat(vote.isForFirst()).isFalse();
  }

  /** Fields of one tile each: what they vote for, or {@code .} where they are flat. */
  @ParameterizedTest
  @CsvSource({
    "2222 2222 2222 2222, false, true",
    "1111 1111 1111 1111, true, false",
    // Something that moves has more tiles than the scene beside it.
    "1... 222. 222. 1..., false, false",
    "1111 1222 1222 1111, true, false",
    // A sky with a clock and a logo in it, above a street.
    "1..1 2222 2222 2222, false, true",
    ".... .22. .22. ...., false, false",
    "2... .22. .22. ...2, false, false"
  })
  void aroundThePictureEachFieldOfTheBorderHasOneVote(String votes, boolean first, boolean second) {
    TileVote vote = new TileVote(64, 64);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        char way = votes.charAt(y / 16 * 5 + x / 16);
        float here = way == '.' ? 80 : (float) scene(y, x);
        float beside = way == '.' ? 80 : (float) scene(y, x + 0.5);
        vote.add(y, x, here, way == '2' ? beside : here, way == '1' ? beside : here);
      }
    }
    vote.count();
    assertThat(vote.isForFirstAround()).isEqualTo(first);
    assertThat(vote.isForSecondAround()).isEqualTo(second);
  }
}
