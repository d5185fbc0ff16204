package org.skipconv.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.InputChange;
import org.skipconv.core.Shape;
import org.skipconv.gates.Polygon;
import org.skipconv.gates.Regions;

class StreamInputTest {
  private static final Shape SHAPE = new Shape(3, 128, 160);
  private static final int STRIDE = 128;
  private static final int HEIGHT = 200;
  private static final int WIDTH = 280;

  /** A world of smooth blots. */
  private static final RgbImage WORLD = world();

  private static RgbImage world() {
    RgbImage world = new RgbImage(400, 900);
    Random random = new Random(4);
    double[][] blots = new double[900][6];
    for (double[] blot : blots) {
      blot[0] = random.nextDouble() * 900;
      blot[1] = random.nextDouble() * 400;
      blot[2] = 4 + random.nextDouble() * 10;
      for (int c = 0; c < 3; c++) {
        blot[3 + c] = random.nextDouble() * 160 - 80;
      }
    }
    double[] sums = new double[400 * 900 * 3];
    Arrays.fill(sums, 120);
    for (double[] blot : blots) {
      int reach = (int) (3 * blot[2]);
      for (int y = Math.max(0, (int) blot[1] - reach); y < Math.min(400, blot[1] + reach); y++) {
        for (int x = Math.max(0, (int) blot[0] - reach); x < Math.min(900, blot[0] + reach); x++) {
          double dx = (x - blot[0]) / blot[2];
          double dy = (y - blot[1]) / blot[2];
          double weight = Math.exp(-(dx * dx + dy * dy) / 2);
          for (int c = 0; c < 3; c++) {
            sums[(y * 900 + x) * 3 + c] += weight * blot[3 + c];
          }
        }
      }
    }
    for (int i = 0; i < sums.length; i++) {
      world.rgb()[i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
    }
    return world;
  }

  /** Picture of a camera that looks at this corner of the world. */
  private static RgbImage seen(int x, int y) {
    RgbImage image = new RgbImage(HEIGHT, WIDTH);
    for (int row = 0; row < HEIGHT; row++) {
      System.arraycopy(
          WORLD.rgb(), ((y + row) * 900 + x) * 3, image.rgb(), row * WIDTH * 3, WIDTH * 3);
    }
    return image;
  }

  private static float[] values(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  private static FloatBuffer buffer() {
    return FloatBuffer.allocate((int) SHAPE.elements());
  }

  private static StreamInput input(View view, Camera camera) {
    return new StreamInput(view, Normalization.LEVELS, SHAPE, STRIDE, camera);
  }

  private static List<View> views() {
    return List.of(
        View.letterboxed(),
        View.letterboxed(LetterboxForm.UPPER_LEFT.withCentred(true).withBorder(114)),
        View.stretched(),
        View.crop(new CropWindow(40.5f, 20, 120, 96)),
        View.crop(new CropWindow(-30.25f, -12, 200, 250)));
  }

  private static float[] sampled(View view, RgbImage image) {
    FloatBuffer wanted = buffer();
    view.place(HEIGHT, WIDTH, SHAPE.height(), SHAPE.width())
        .sampler(Normalization.LEVELS)
        .sample(image, wanted);
    return values(wanted);
  }

  @ParameterizedTest
  @EnumSource(Camera.Mount.class)
  void aCameraThatStandsStillGivesTheSameBitsHoweverItIsMounted(Camera.Mount mount) {
    for (View view : views()) {
      StreamInput input = input(view, new Camera(mount, Regions.ALL));
      FloatBuffer into = buffer();
      Random random = new Random(2);
      for (int frame = 0; frame < 5; frame++) {
        RgbImage image = seen(100, 50);
        // Something comes by, and noise.
        for (int i = 0; i < image.rgb().length; i++) {
          int level = (image.rgb()[i] & 0xff) + random.nextInt(7) - 3;
          boolean there = i / 3 % WIDTH / 30 == frame && i / 3 / WIDTH > 150;
          image.rgb()[i] = (byte) (there ? 20 : Math.max(0, Math.min(255, level)));
        }
        StreamFrame seen = input.next(image, into);
        assertThat(values(into)).isEqualTo(sampled(view, image));
        assertThat(seen.moves()).isFalse();
        assertThat(seen.view()).isEqualTo(view.place(HEIGHT, WIDTH, SHAPE.height(), SHAPE.width()));
      }
    }
  }

  /** A direct buffer is written where it lies, another through a copy. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyWhatDiffersIsMadeAnew(boolean direct) {
    for (View view : views()) {
      for (Camera.Mount mount : Camera.Mount.values()) {
        StreamInput input = input(view, new Camera(mount, Regions.ALL));
        FloatBuffer into = direct ? directBuffer() : buffer();
        RgbImage image = seen(100, 50);
        input.next(image, into);
        assertThat(input.changed()).isNull();
        float[] before = values(into);
        Random random = new Random(5);
        for (int frame = 0; frame < 6; frame++) {
          blot(image, random);
          input.next(image, into);
          float[] now = values(into);
          assertThat(now).isEqualTo(sampled(view, image));
          assertChanged(input.changed(), before, now);
          before = now;
        }
      }
    }
  }

  private static FloatBuffer directBuffer() {
    int bytes = Float.BYTES * (int) SHAPE.elements();
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static void blot(RgbImage image, Random random) {
    int top = random.nextInt(HEIGHT - 9);
    int left = random.nextInt(WIDTH - 9);
    for (int y = top; y < top + 9; y++) {
      for (int x = 3 * left; x < 3 * (left + 9); x++) {
        image.rgb()[y * 3 * WIDTH + x] = (byte) random.nextInt(256);
      }
    }
  }

  /** Marks what differs, and not much else. */
  private static void assertChanged(InputChange changed, float[] before, float[] now) {
    for (int i = 0; i < now.length; i++) {
      int pixel = i / 3;
      if (now[i] != before[i]) {
        assertThat(changed.isSet(pixel / SHAPE.width(), pixel % SHAPE.width())).isTrue();
      }
    }
    assertThat(changed.share()).isLessThan(0.1);
  }

  @Test
  void anotherBufferIsFilledWhole() {
    StreamInput input = input(View.letterboxed(), Camera.FIXED);
    RgbImage image = seen(100, 50);
    input.next(image, buffer());
    FloatBuffer other = buffer();
    input.next(image, other);
    float[] seen = Arrays.copyOf(values(other), 3 * SHAPE.width());
    assertThat(seen)
        .isEqualTo(Arrays.copyOf(sampled(View.letterboxed(), image), 3 * SHAPE.width()));
    assertThat(input.changed()).isNull();
    input.next(image, other);
    assertThat(input.changed()).isNotNull();
    input.reset();
    assertThat(input.changed()).isNull();
  }

  @Test
  void aSteadiedInputStandsStillWhereTheSceneIsInSight() {
    for (View view : views()) {
      StreamInput input = input(view, Camera.STEADIED);
      FloatBuffer into = buffer();
      input.next(seen(100, 50), into);
      float[] first = values(into);
      int[][] shakes = {{3, 0}, {-2, 4}, {5, -3}, {0, 0}};
      for (int[] shake : shakes) {
        StreamFrame frame = input.next(seen(100 + shake[0], 50 + shake[1]), into);
        assertThat(frame.displacement().x()).isCloseTo(-shake[0], within(0.1));
        assertThat(frame.displacement().y()).isCloseTo(-shake[1], within(0.1));
        assertThat(frame.moves()).isFalse();
        float[] now = values(into);
        Placement home = view.place(HEIGHT, WIDTH, SHAPE.height(), SHAPE.width());
        for (int v = 0; v < SHAPE.height(); v++) {
          for (int u = 0; u < SHAPE.width(); u++) {
            double x = home.imageX(u, SHAPE.width());
            double y = home.imageY(v, SHAPE.height());
            if (x > 6 && x < WIDTH - 7 && y > 6 && y < HEIGHT - 7) {
              int at = (v * SHAPE.width() + u) * 3;
              assertThat(now[at]).isCloseTo(first[at], within(4f));
            }
          }
        }
        float still =
            view.place(HEIGHT, WIDTH, SHAPE.height(), SHAPE.width()).imageX(7, SHAPE.width());
        assertThat(frame.view().imageX(7, SHAPE.width())).isCloseTo(still - shake[0], within(0.1f));
      }
    }
  }

  @Test
  void aSampleOfAMovedPlacementIsThatOfTheMovedStream() {
    View view = View.stretched();
    StreamInput input = input(view, Camera.STEADIED);
    FloatBuffer into = buffer();
    input.next(seen(100, 50), into);
    RgbImage shaken = seen(103, 52);
    StreamFrame frame = input.next(shaken, into);
    FloatBuffer alone = buffer();
    frame.view().sampler(Normalization.LEVELS).sample(shaken, alone);
    int middle = (60 * SHAPE.width() + 80) * 3;
    assertThat(values(into)[middle]).isEqualTo(values(alone)[middle]);
    CropWindow window = frame.view().window();
    assertThat(window.x()).isCloseTo(-3, within(0.1f));
    assertThat(window.width()).isEqualTo(WIDTH);
  }

  @Test
  void aSteadiedViewThatWouldLeaveItsReachGoesHome() {
    StreamInput input = input(View.stretched(), Camera.STEADIED);
    FloatBuffer into = buffer();
    List<Integer> whole = new ArrayList<>();
    for (int frame = 0; frame < 12; frame++) {
      RgbImage image = seen(100 + 3 * frame, 50);
      StreamFrame seen = input.next(image, into);
      if (seen.whole()) {
        whole.add(frame);
        assertThat(values(into)).isEqualTo(sampled(View.stretched(), image));
      }
    }
    // A sixteenth of 128 rows is 8 pixels of the input, 14 of the picture.
    assertThat(whole).containsExactly(5, 10);
  }

  @Test
  void aCameraThatTurnsIsFollowedBySteps() {
    StreamInput input = input(View.stretched(), Camera.FOLLOWING);
    FloatBuffer into = buffer();
    int moves = 0;
    for (int frame = 0; frame < 60; frame++) {
      RgbImage image = seen(100 + 4 * frame, 50);
      StreamFrame seen = input.next(image, into);
      assertThat(seen.whole()).isFalse();
      if (seen.columns() != 0) {
        moves++;
        assertThat(seen.columns()).isEqualTo(-32);
        assertThat(seen.rows()).isZero();
      }
      // Never more than half a step of the picture is unseen, 16 pixels of the input.
      double beyond = 16.5 * WIDTH / SHAPE.width();
      assertThat((double) seen.view().window().x()).isBetween(-beyond, beyond);
      // What is in sight is what the moved view sees.
      FloatBuffer alone = buffer();
      seen.view().sampler(Normalization.LEVELS).sample(image, alone);
      for (int u = 20; u < SHAPE.width() - 20; u += 10) {
        int at = (64 * SHAPE.width() + u) * 3;
        assertThat(values(into)[at]).isCloseTo(values(alone)[at], within(0.01f));
      }
    }
    // 236 pixels of the picture are 135 of the input.
    assertThat(moves).isEqualTo(4);
  }

  @Test
  void whatWasSeenIsMovedAlong() {
    StreamInput input = input(View.stretched(), Camera.FOLLOWING);
    FloatBuffer into = buffer();
    float[] before = new float[0];
    for (int frame = 0; frame < 30; frame++) {
      before = values(into);
      StreamFrame seen = input.next(seen(100 + 2 * frame, 50), into);
      if (seen.columns() != 0) {
        float[] after = values(into);
        for (int u = 10; u < SHAPE.width() - 50; u++) {
          int to = (64 * SHAPE.width() + u) * 3;
          int from = (64 * SHAPE.width() + u - seen.columns()) * 3;
          assertThat(after[to]).isCloseTo(before[from], within(4f));
        }
        return;
      }
    }
    throw new AssertionError("the view was never moved");
  }

  @Test
  void aCameraThatTurnsFastIsComputedWholeUntilItRests() {
    StreamInput input = input(View.stretched(), Camera.FOLLOWING);
    FloatBuffer into = buffer();
    int[] places = {100, 100, 160, 240, 330, 330, 330};
    boolean[] whole = {false, false, true, true, true, false, false};
    for (int frame = 0; frame < places.length; frame++) {
      RgbImage image = seen(places[frame], 50);
      StreamFrame seen = input.next(image, into);
      assertThat(seen.whole()).as("frame %d", frame).isEqualTo(whole[frame]);
      if (whole[frame]) {
        assertThat(values(into)).isEqualTo(sampled(View.stretched(), image));
      }
    }
  }

  @Test
  void blackBarsAreRoomToGoAlongIn() {
    StreamInput input = input(View.stretched(), Camera.FOLLOWING);
    FloatBuffer into = buffer();
    for (int frame = 0; frame < 30; frame++) {
      RgbImage image = seen(100 + 2 * frame, 50);
      for (int y = 0; y < HEIGHT; y++) {
        Arrays.fill(image.rgb(), (y * WIDTH + 200) * 3, (y + 1) * WIDTH * 3, (byte) 0);
      }
      assertThat(input.next(image, into).moves()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Camera.Mount.class)
  void whatIsIgnoredIsGreyInEveryFrame(Camera.Mount mount) {
    Regions regions = Regions.ALL.ignoring(Polygon.rectangle(70, 50, 70, 50));
    View view = View.letterboxed(LetterboxForm.UPPER_LEFT.withBorder(114));
    StreamInput input = input(view, new Camera(mount, regions));
    Placement home = view.place(HEIGHT, WIDTH, SHAPE.height(), SHAPE.width());
    FloatBuffer into = buffer();
    for (int frame = 0; frame < 4; frame++) {
      input.next(seen(100 + 2 * frame, 50), into);
      for (int v = 0; v < 110; v++) {
        for (int u = 0; u < SHAPE.width(); u++) {
          double x = home.imageX(u, SHAPE.width());
          double y = home.imageY(v, SHAPE.height());
          boolean inside = x > 70 && x < 140 && y > 50 && y < 100;
          float value = into.get((v * SHAPE.width() + u) * 3);
          assertThat(value == 114f).as("%d, %d", v, u).isEqualTo(inside || value == 114f);
          if (inside) {
            assertThat(value).isEqualTo(114);
          }
        }
      }
    }
  }

  @Test
  void outsideOfTheZonesOfInterestThereIsNothing() {
    Regions regions = Regions.ALL.only(Polygon.rectangle(0, 0, 100, 400));
    StreamInput input = input(View.stretched(), Camera.FIXED.withRegions(regions));
    FloatBuffer into = buffer();
    RgbImage image = seen(100, 50);
    input.next(image, into);
    float[] all = sampled(View.stretched(), image);
    for (int u = 0; u < SHAPE.width(); u++) {
      int at = (30 * SHAPE.width() + u) * 3;
      boolean counts = u < 58;
      assertThat(into.get(at)).as("column %d", u).isEqualTo(counts ? all[at] : 0);
    }
  }

  @Test
  void picturesOfAnotherSizeAreRefusedAndChangeNothing() {
    StreamInput input = input(View.stretched(), Camera.STEADIED);
    FloatBuffer into = buffer();
    input.next(seen(100, 50), into);
    float[] before = values(into);
    assertThatThrownBy(() -> input.next(new RgbImage(30, 40), into))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200x280")
        .hasMessageContaining("30x40");
    assertThat(values(into)).isEqualTo(before);
    assertThat(input.next(seen(102, 50), into).displacement().x()).isCloseTo(-2, within(0.1));
    input.reset();
    assertThat(input.next(new RgbImage(30, 40), into).displacement().verdict())
        .isEqualTo(Displacement.Verdict.NEW);
  }

  @Test
  void mountsHaveNames() {
    assertThat(Camera.Mount.parse("steadied")).isEqualTo(Camera.Mount.STEADIED);
    assertThatThrownBy(() -> Camera.Mount.parse("loose"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fixed, steadied, following")
        .hasMessageContaining("loose");
  }
}
