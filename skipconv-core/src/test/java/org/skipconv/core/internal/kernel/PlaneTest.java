package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.Plane.Element;

class PlaneTest {
  private static final Padding.Explicit UNEVEN = new Padding.Explicit(1, 2, 3, 0);

  private final Random random = new Random(6);
  private final Planes planes = new Planes();

  @AfterEach
  void close() {
    planes.close();
  }

  /** The channels of a pixel, as bytes. */
  private static byte[] pixel(Plane plane, int y, int x) {
    byte[] bytes = new byte[plane.shape().channels() * plane.element().bytes()];
    plane.memory().bytes().get(plane.index(y, x) * plane.element().bytes(), bytes);
    return bytes;
  }

  private void fill(Plane plane) {
    ByteBuffer bytes = plane.memory().bytes();
    byte[] pixel = new byte[plane.shape().channels() * plane.element().bytes()];
    for (int y = 0; y < plane.shape().height(); y++) {
      for (int x = 0; x < plane.shape().width(); x++) {
        random.nextBytes(pixel);
        bytes.put(plane.index(y, x) * plane.element().bytes(), pixel);
      }
    }
  }

  private Plane plane(Element element, Shape shape) {
    return switch (element) {
      case FLOAT32, BFLOAT16 ->
          planes.map(element, shape, UNEVEN, shape.channels() + random.nextInt(3), 1, 1);
      case INT32, BYTE -> planes.cells(element, shape.height(), shape.width(), 1, 1);
    };
  }

  @ParameterizedTest
  @EnumSource(Element.class)
  void shiftMovesEveryPixelAndLeavesZeros(Element element) {
    for (Shape shape : new Shape[] {new Shape(1, 1, 1), new Shape(3, 5, 4), new Shape(2, 4, 7)}) {
      for (int rows = -6; rows <= 6; rows++) {
        for (int columns = -8; columns <= 8; columns++) {
          checkShift(plane(element, shape), rows, columns);
        }
      }
    }
    checkShift(plane(element, new Shape(3, 5, 4)), Integer.MIN_VALUE, 0);
    checkShift(plane(element, new Shape(3, 5, 4)), 1, Integer.MAX_VALUE);
    checkShift(plane(element, new Shape(3, 5, 4)), 0, Integer.MIN_VALUE);
  }

  private void checkShift(Plane plane, int rows, int columns) {
    fill(plane);
    int height = plane.shape().height();
    int width = plane.shape().width();
    byte[][] expected = new byte[height * width][];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        long sourceY = (long) y - rows;
        long sourceX = (long) x - columns;
        boolean inside = sourceY >= 0 && sourceY < height && sourceX >= 0 && sourceX < width;
        byte[] moved = inside ? pixel(plane, (int) sourceY, (int) sourceX) : null;
        expected[y * width + x] = inside ? moved : new byte[pixel(plane, 0, 0).length];
      }
    }
    plane.shift(rows, columns);
    int sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat(pixel(plane, y, x))
            .as("%s moved by %d, %d: pixel %d, %d", plane, rows, columns, y, x)
            .isEqualTo(expected[y * width + x]);
        for (byte value : pixel(plane, y, x)) {
          sum += value & 0xff;
        }
      }
    }
    ByteBuffer all = plane.memory().bytes();
    for (int i = 0; i < plane.memory().size(); i++) {
      sum -= all.get(i) & 0xff;
    }
    assertThat(sum).as("what %s holds beside its pixels", plane).isZero();
  }

  @Test
  void addressesAreInsideTheBorder() {
    Plane plane = planes.map(new Shape(3, 4, 5), UNEVEN, 16, 2, 4);
    assertThat(plane.rowStride()).isEqualTo((5 + 2) * 16);
    assertThat(plane.index(0, 0)).isEqualTo(plane.rowStride() + 2 * 16);
    assertThat(plane.address()).isEqualTo(plane.memory().address() + 4L * plane.index(0, 0));
    assertThat(plane.memory().size()).isEqualTo(4 * (4 + 1 + 3) * (5 + 2) * 16);
    assertThat(plane.liesOverPicture()).isTrue();
    assertThat(planes.vector(3).liesOverPicture()).isFalse();
    for (int[] pixel : new int[][] {{-1, 0}, {0, -1}, {4, 0}, {0, 5}}) {
      assertThatThrownBy(() -> plane.index(pixel[0], pixel[1]))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining(pixel[0] + ", " + pixel[1] + " of 3x4x5");
    }
    assertThatThrownBy(() -> plane.get(3, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> plane.get(-1, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatIsTooLargeIsRefused() {
    int side = Integer.MAX_VALUE;
    assertThatThrownBy(() -> planes.map(new Shape(1, 30000, 30000), UNEVEN, 16, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> planes.map(new Shape(side, side, side), UNEVEN, side, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> planes.vector(side))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2147483647 channels");
    assertThat(planes.size()).isZero();
  }

  @Test
  void theRegistryKnowsPlanesAndCountsEverything() {
    Plane map = planes.map(new Shape(3, 4, 5), UNEVEN, 4, 2, 2);
    Plane cells = planes.cellsOf(map, Element.BYTE);
    planes.ints(7);
    planes.tableOf(1f, 2f);
    assertThat(planes.all()).containsExactly(map, cells);
    assertThat(cells.strideY()).isEqualTo(2);
    assertThat(planes.size()).isEqualTo(map.memory().size() + 20 + 28 + 8);
  }

  @Test
  void aViewReadsAMapWithItsBorder() {
    Plane plane = planes.map(new Shape(5, 3, 4), UNEVEN, 8, 1, 1);
    for (int i = 0; i < plane.memory().size() / 4; i++) {
      plane.floats().put(i, 100); // whoever reads the border or the padding finds this
    }
    float[] expected = new float[60];
    for (int i = 0; i < 60; i++) {
      expected[i] = random.nextFloat();
      plane.floats().put(plane.index(i / 4 % 3, i % 4) + i / 12, expected[i]);
    }
    FeatureMap view = plane.view();
    assertThat(view.shape()).isEqualTo(plane.shape());
    assertThat(view.toArray()).isEqualTo(expected);
    FloatBuffer nhwc = FloatBuffer.allocate(61);
    nhwc.put(-1);
    view.copyTo(nhwc);
    float[] pixel = new float[6];
    for (int i = 0; i < 60; i++) {
      int c = i / 12;
      int y = i / 4 % 3;
      int x = i % 4;
      assertThat(view.get(c, y, x)).isEqualTo(expected[i]);
      assertThat(nhwc.get(1 + (y * 4 + x) * 5 + c)).isEqualTo(expected[i]);
      view.read(y, x, pixel);
      assertThat(pixel[c]).isEqualTo(expected[i]);
    }
    assertThat(pixel[5]).isZero();
    assertThatThrownBy(() -> view.copyTo(FloatBuffer.allocate(59)))
        .isInstanceOf(BufferOverflowException.class);
    assertThatThrownBy(() -> view.read(0, 0, new float[4]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> view.read(3, 0, pixel)).hasMessageContaining("pixel 3, 0");
  }

  @ParameterizedTest
  @CsvSource({"1, 16", "7, 16", "16, 16", "20, 32"})
  void aViewCopiesChannelsOfEveryPixel(int channels, int stride) {
    Shape shape = new Shape(channels, 3, 4);
    for (Element element : new Element[] {Element.FLOAT32, Element.BFLOAT16}) {
      Plane plane = planes.map(element, shape, UNEVEN, stride, 1, 1);
      fill(plane);
      for (int i = 0; i < 20; i++) {
        int channel = random.nextInt(channels);
        int count = 1 + random.nextInt(channels - channel);
        int step = count + random.nextInt(3);
        float[] values = new float[2 + 11 * step + count + 1];
        plane.view().copyTo(channel, count, values, 2, step);
        float[] expected = new float[values.length];
        for (int pixel = 0; pixel < 12; pixel++) {
          for (int c = 0; c < count; c++) {
            expected[2 + pixel * step + c] = plane.get(channel + c, pixel / 4, pixel % 4);
          }
        }
        assertThat(values).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Element.class,
      names = {"FLOAT32", "BFLOAT16"})
  void aViewCopiesNothingWhereNotAllFits(Element element) {
    FeatureMap view = planes.map(element, new Shape(9, 2, 2), UNEVEN, 16, 1, 1).view();
    float[] values = new float[37];
    Arrays.fill(values, 1);
    int[][] refused = {
      {-1, 2, 0, 2},
      {0, 10, 0, 10},
      {9, 1, 0, 1},
      {0, -1, 0, 1},
      {0, 9, -1, 9},
      {0, 9, 2, 9},
      {0, 9, 0, 10},
      {0, 9, 0, -1},
      {0, 9, 0, Integer.MAX_VALUE - 1}
    };
    for (int[] one : refused) {
      assertThatThrownBy(() -> view.copyTo(one[0], one[1], values, one[2], one[3]))
          .as(Arrays.toString(one))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(values).containsOnly(1);
    view.copyTo(0, 9, values, 1, 9);
    assertThat(values[0]).isEqualTo(1);
    assertThat(values[36]).isZero();
  }

  @Test
  void mapsOfOneMemoryRestoreTheirBorders() {
    Memory memory = planes.bytes(4 * 4000);
    long size = planes.size();
    for (Element element : new Element[] {Element.FLOAT32, Element.BFLOAT16}) {
      for (int i = 0; i < 40; i++) {
        Shape shape = new Shape(16, 1 + random.nextInt(4), 1 + random.nextInt(4));
        Padding.Explicit border =
            new Padding.Explicit(
                random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
        int entries = (int) Plane.entries(shape, border, 16);
        int first = 16 * (1 + random.nextInt(10));
        Plane plane =
            planes.lentMap(
                memory, (long) first * element.bytes(), element, shape, border, 16, 1, 1);
        byte[] others = new byte[(int) memory.size()];
        Arrays.fill(others, (byte) 1);
        memory.bytes().put(0, others);
        for (int begin = 0, end; begin < shape.height(); begin = end) {
          end = begin + 1 + random.nextInt(shape.height() - begin);
          plane.restoreBorder(begin, end);
        }
        for (int pixel = 0; pixel < shape.pixels(); pixel++) {
          int index = plane.index(pixel / shape.width(), pixel % shape.width());
          for (int c = 0; c < 16; c++) {
            plane.put(index + c, 2);
          }
        }
        int zeros = 0;
        for (int entry = 0; entry < memory.size() / element.bytes(); entry++) {
          float value = plane.value(entry);
          boolean inside = entry >= first && entry < first + entries;
          assertThat(value == 0 || value == 2).as("entry %d", entry).isEqualTo(inside);
          zeros += value == 0 ? 1 : 0;
        }
        assertThat(zeros).isEqualTo(entries - 16 * shape.pixels());
      }
    }
    assertThat(planes.size()).as("what is lent is counted once").isEqualTo(size);
  }

  @Test
  void aRowRestoresNoBorderButItsOwn() {
    Shape shape = new Shape(16, 4, 2);
    Padding.Explicit border = new Padding.Explicit(1, 2, 1, 1);
    int rowEntries = (2 + 2 + 1) * 16;
    for (int row = 0; row < 4; row++) {
      Memory memory = planes.bytes(6L * rowEntries * 4);
      Plane plane = planes.lentMap(memory, 0, Element.FLOAT32, shape, border, 16, 1, 1);
      for (int entry = 0; entry < 6 * rowEntries; entry++) {
        plane.put(entry, 1);
      }
      plane.restoreBorder(row, row + 1);
      for (int entry = 0; entry < 6 * rowEntries; entry++) {
        int column = entry % rowEntries / 16;
        int line = entry / rowEntries - 1;
        boolean side = line == row && (column < 2 || column == 4);
        boolean outside = (line == -1 && row == 0) || (line == 4 && row == 3);
        assertThat(plane.value(entry) == 0)
            .as("%d of row %d", entry, row)
            .isEqualTo(side || outside);
      }
    }
  }

  @Test
  void aMapOfItsOwnMemoryKeepsItsBorder() {
    Plane plane = planes.map(new Shape(1, 1, 1), UNEVEN, 1, 1, 1);
    plane.floats().put(0, 5);
    plane.restoreBorder(0, 1);
    assertThat(plane.value(0)).isEqualTo(5);
  }
}
