package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.internal.kernel.Half;

class ElementTypeTest {

  /** The definition of binary16, by powers of two. */
  private static double halfValue(int bits) {
    int exponent = (bits >>> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    double sign = (bits & 0x8000) == 0 ? 1 : -1;
    if (exponent == 0x1f) {
      return mantissa == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return sign
        * (exponent == 0
            ? mantissa * Math.pow(2, -24)
            : (1024 + mantissa) * Math.pow(2, exponent - 25));
  }

  @Test
  void everyHalfIsReadExactlyAndWrittenBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Half.toFloat((short) bits);
      assertThat((double) value).as("half %04x", bits).isEqualTo(Double.valueOf(halfValue(bits)));
      if (!Float.isNaN(value)) {
        assertThat(Half.fromFloat(value)).as("half %04x", bits).isEqualTo((short) bits);
      }
    }
    assertThat(Half.toFloat(Half.fromFloat(Float.NaN))).isNaN();
  }

  @Test
  void aFloatIsWrittenAsTheNearestHalfTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      double low = halfValue(bits);
      double high = halfValue(bits + 1);
      float middle = (float) ((low + high) / 2);
      assertThat(Half.fromFloat(middle)).isEqualTo((short) (bits % 2 == 0 ? bits : bits + 1));
      assertThat(Half.fromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(Half.fromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(Half.fromFloat(-middle) & 0x7fff).isEqualTo(Half.fromFloat(middle));
    }
    assertThat(Half.fromFloat(65519.99f)).isEqualTo((short) 0x7bff);
    assertThat(Half.fromFloat(65520f)).isEqualTo((short) 0x7c00);
  }

  @Test
  void bfloat16RoundsToTheNearestTiesToEven() throws IOException {
    float[] values = {1f, 1 + 0x1p-8f, 1 + 0x3p-8f, -1.005f, Float.NaN, Float.NEGATIVE_INFINITY};
    assertThat(roundTrip(ElementType.BF16, values))
        .containsExactly(1f, 1f, 1.015625f, -1.0078125f, Float.NaN, Float.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32"})
  void longArraysRoundTrip(ElementType type) throws IOException {
    Random random = new Random(1);
    float[] values = new float[200_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    assertThat(roundTrip(type, values)).isEqualTo(values);
  }

  private static float[] roundTrip(ElementType type, float[] values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    type.write(Channels.newChannel(out), values);
    assertThat(out.size()).isEqualTo(values.length * type.bytes());
    return read(type, out.toByteArray(), ByteOrder.LITTLE_ENDIAN, values.length);
  }

  private static float[] read(ElementType type, byte[] bytes, ByteOrder order, int count)
      throws IOException {
    return type.read(Channels.newChannel(new ByteArrayInputStream(bytes)), order, count);
  }

  @Test
  void wholeNumbersBecomeFloats() throws IOException {
    byte[] longs =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-7).putLong(1000).array();
    assertThat(read(ElementType.I64, longs, ByteOrder.LITTLE_ENDIAN, 2)).containsExactly(-7, 1000);
    byte[] bytes = {(byte) 0xff, 2};
    assertThat(read(ElementType.I8, bytes, ByteOrder.LITTLE_ENDIAN, 2)).containsExactly(-1, 2);
    assertThat(read(ElementType.U8, bytes, ByteOrder.LITTLE_ENDIAN, 2)).containsExactly(255, 2);
    assertThat(read(ElementType.BOOL, bytes, ByteOrder.LITTLE_ENDIAN, 2)).containsExactly(1, 1);
    assertThat(read(ElementType.I16, bytes, ByteOrder.BIG_ENDIAN, 1)).containsExactly(-254);
    byte[] ints = {0, 0, 1, 0};
    assertThat(read(ElementType.I32, ints, ByteOrder.BIG_ENDIAN, 1)).containsExactly(256);
  }

  @Test
  void missingBytesAreAnError() {
    assertThatThrownBy(() -> read(ElementType.F32, new byte[7], ByteOrder.LITTLE_ENDIAN, 2))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void onlyFloatingPointTypesAreWritten() {
    assertThatThrownBy(() -> roundTrip(ElementType.I32, new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("I32");
  }
}
