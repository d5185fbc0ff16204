package org.skipconv.models.vision;

import java.util.Arrays;

/**
 * Vote of the tiles of a picture on which of two ways it lies against a reference.
 *
 * <p>Seen either way, a tile is a line over the reference's grey levels, as its light is another,
 * and a rest. It votes for the way of the smaller rest. It abstains when the squares of the
 * difference between the two rests are less than {@value #CERTAIN} times the variance of the
 * smaller: what is flat cannot tell. It abstains, too, when that rest is more than {@value #FITS}
 * of its variance: what moves by itself fits neither way. Not thread-safe.
 *
 * <p>A way is chosen by {@value #CLEAR} votes for each against it and by one tile of {@value
 * #QUORUM}, since a few may go with something that moves slowly.
 */
final class TileVote {
  /** Square of four deviations: a vote is then wrong in one of forty. */
  private static final double CERTAIN = 16;

  private static final double FITS = 0.5;

  private static final int CLEAR = 2;
  private static final int QUORUM = 16;

  /** Fields along each side of the picture. */
  private static final int FIELDS = 4;

  /** A third of those at the border: the scene is there. */
  private static final int FIELDS_THAT_STAY = 4;

  /** Noise can make single tiles of four fields vote for a place between pixels. */
  private static final int FIELDS_THAT_GO = 5;

  /** Variance that rounding leaves. */
  private static final double LEAST_VARIANCE = 0.1;

  /** Side of a tile in pixels of its level. */
  private static final int SIDE = 16;

  private static final int FEWEST_PIXELS = 16;

  /** Sums of a tile. */
  private static final int N = 0;

  private static final int T = 1;
  private static final int TT = 2;
  private static final int A = 3;
  private static final int AA = 4;
  private static final int AT = 5;
  private static final int B = 6;
  private static final int BB = 7;
  private static final int BT = 8;
  private static final int AB = 9;
  private static final int SUMS = 10;

  private final int columns;
  private final double[] sums;
  private int forFirst;
  private int forSecond;
  private final int height;
  private final int width;

  /** Votes for the first and the second way by field, row by row. */
  private final int[] ofFields = new int[2 * FIELDS * FIELDS];

  private int fieldsForFirst;
  private int fieldsForSecond;

  TileVote(int height, int width) {
    this.height = height;
    this.width = width;
    columns = width / SIDE + 1;
    sums = new double[SUMS * columns * (height / SIDE + 1)];
  }

  void clear() {
    Arrays.fill(sums, 0);
  }

  /**
   * Adds a pixel.
   *
   * @param level its grey level in the reference
   * @param first its grey level in the picture, seen the first way
   * @param second its grey level seen the second way
   */
  void add(int y, int x, float level, float first, float second) {
    int at = SUMS * (y / SIDE * columns + x / SIDE);
    sums[at + N]++;
    sums[at + T] += level;
    sums[at + TT] += level * level;
    sums[at + A] += first;
    sums[at + AA] += first * first;
    sums[at + AT] += first * level;
    sums[at + B] += second;
    sums[at + BB] += second * second;
    sums[at + BT] += second * level;
    sums[at + AB] += first * second;
  }

  /** Counts the votes of all pixels that were added. */
  void count() {
    forFirst = 0;
    forSecond = 0;
    Arrays.fill(ofFields, 0);
    for (int at = 0; at < sums.length; at += SUMS) {
      if (sums[at + N] >= FEWEST_PIXELS) {
        count(at);
      }
    }
    countBorder();
  }

  private void countBorder() {
    fieldsForFirst = 0;
    fieldsForSecond = 0;
    for (int field = 0; field < FIELDS * FIELDS; field++) {
      int row = field / FIELDS;
      int column = field % FIELDS;
      boolean inner = row % (FIELDS - 1) != 0 && column % (FIELDS - 1) != 0;
      if (!inner) {
        int first = ofFields[2 * field];
        int second = ofFields[2 * field + 1];
        fieldsForFirst += first > CLEAR * second ? 1 : 0;
        fieldsForSecond += second > CLEAR * first ? 1 : 0;
      }
    }
  }

  private void count(int at) {
    double scene = centred(at, TT, T, T);
    if (scene <= 0) {
      return;
    }
    double withFirst = centred(at, AT, A, T);
    double withSecond = centred(at, BT, B, T);
    double ofFirst = centred(at, AA, A, A);
    double ofSecond = centred(at, BB, B, B);
    double firstRest = ofFirst - withFirst * withFirst / scene;
    double secondRest = ofSecond - withSecond * withSecond / scene;
    double bothRests = centred(at, AB, A, B) - withFirst * withSecond / scene;
    boolean isFirst = firstRest < secondRest;
    double rest = isFirst ? firstRest : secondRest;
    boolean alike = (isFirst ? withFirst : withSecond) > 0;
    boolean fits = alike && rest < FITS * (isFirst ? ofFirst : ofSecond);
    double variance = Math.max(LEAST_VARIANCE, rest / sums[at + N]);
    if (fits && firstRest + secondRest - 2 * bothRests >= CERTAIN * variance) {
      forFirst += isFirst ? 1 : 0;
      forSecond += isFirst ? 0 : 1;
      ofFields[2 * field(at / SUMS) + (isFirst ? 0 : 1)]++;
    }
  }

  /** Field of a tile, by the tile's first pixel. */
  private int field(int tile) {
    int row = FIELDS * (tile / columns * SIDE) / height;
    int column = FIELDS * (tile % columns * SIDE) / width;
    return FIELDS * row + column;
  }

  /** Sum of products less that of the means. */
  private double centred(int at, int products, int one, int other) {
    return sums[at + products] - sums[at + one] * sums[at + other] / sums[at + N];
  }

  /** Whether the first way is chosen. */
  boolean isForFirst() {
    return isClear(forFirst, forSecond);
  }

  /** Whether the second way is chosen. */
  boolean isForSecond() {
    return isClear(forSecond, forFirst);
  }

  /**
   * Whether the first way is that of a third of the border and of no less than the second's, as
   * where something that moves the second way hides the rest.
   */
  boolean isForFirstAround() {
    return fieldsForFirst >= FIELDS_THAT_STAY && fieldsForFirst >= fieldsForSecond;
  }

  /** Whether the second way is chosen all around the picture. */
  boolean isForSecondAround() {
    return fieldsForSecond > CLEAR * fieldsForFirst && fieldsForSecond >= FIELDS_THAT_GO;
  }

  private boolean isClear(int votes, int against) {
    int tiles = sums.length / SUMS;
    return votes > CLEAR * against && QUORUM * votes >= tiles;
  }
}
