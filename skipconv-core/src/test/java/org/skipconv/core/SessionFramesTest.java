package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;

/** Frames as they come in, and results as they go out. */
class SessionFramesTest {
  private static final SkipNetwork NETWORK = Networks.residual();
  private static final Shape SHAPE = NETWORK.inputShape();

  private final VideoSession session = NETWORK.open(SessionOptions.dense());
  private final Tensor frame = Frames.picture(SHAPE, 1);
  private final float[] expected = Results.values(session, session.next(frame));

  @AfterEach
  void close() {
    session.close();
  }

  /** Another picture in between, so that a frame that is not read cannot pass. */
  private void check(String what, FloatBuffer image, boolean channelsLast) {
    session.next(Frames.direct(Frames.picture(SHAPE, 2)));
    int position = image.position();
    int limit = image.limit();
    FrameResult result = channelsLast ? session.nextNhwc(image) : session.next(image);
    Results.checkSameBits(what, Results.values(session, result), expected);
    assertThat(image.position()).as(what).isEqualTo(position);
    assertThat(image.limit()).as(what).isEqualTo(limit);
  }

  private static float[] nhwc(Tensor nchw) {
    float[] values = new float[nchw.elements()];
    int pixels = SHAPE.pixels();
    for (int i = 0; i < values.length; i++) {
      values[i % pixels * SHAPE.channels() + i / pixels] = nchw.get(i);
    }
    return values;
  }

  @Test
  void buffersOfEveryKindAreRead() {
    float[] values = frame.values();
    check("of an array", FloatBuffer.wrap(values), false);
    check("read only", FloatBuffer.wrap(values).asReadOnlyBuffer(), false);
    check("direct", Frames.direct(frame), false);
    check("direct and read only", Frames.direct(frame).asReadOnlyBuffer(), false);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(values.length * Float.BYTES + 1).order(order);
      check(order.toString(), bytes.asFloatBuffer().put(values).clear(), false);
      FloatBuffer odd = bytes.position(1).slice().order(order).asFloatBuffer();
      check(order + " at an odd address", odd.put(values).clear(), false);
      FloatBuffer heap =
          ByteBuffer.allocate(values.length * Float.BYTES).order(order).asFloatBuffer();
      check(order + " in the heap", heap.put(values).clear(), false);
    }
  }

  @Test
  void aBufferIsReadFromItsPositionToItsLimit() {
    int n = frame.elements();
    FloatBuffer heap = FloatBuffer.allocate(n + 12).position(5).put(frame.values()).flip();
    check("of an array", heap.position(5), false);
    FloatBuffer direct = Frames.direct(Tensor.of(new float[n + 12], n + 12));
    direct.position(5).put(frame.values()).flip().position(5);
    check("direct", direct, false);
    check("a slice of it", direct.slice(), false);
  }

  @Test
  void channelsLastIsTheSamePicture() {
    float[] last = nhwc(frame);
    check("of an array", FloatBuffer.wrap(last), true);
    Tensor tensor = Tensor.of(last, SHAPE.height(), SHAPE.width(), SHAPE.channels());
    check("direct", Frames.direct(tensor), true);
    assertThat(Results.values(session, session.nextNhwc(tensor))).isEqualTo(expected);
    Tensor batch = Tensor.of(last, 1, SHAPE.height(), SHAPE.width(), SHAPE.channels());
    assertThat(Results.values(session, session.nextNhwc(batch))).isEqualTo(expected);
    assertThatThrownBy(() -> session.next(tensor)).hasMessageContaining("channels first");
    assertThatThrownBy(() -> session.nextNhwc(frame)).hasMessageContaining("channels last");
  }

  @Test
  void aBufferOfAnotherLengthIsRefused() {
    int n = frame.elements();
    for (int length : new int[] {0, n - 1, n + 1}) {
      assertThatThrownBy(() -> session.next(FloatBuffer.allocate(length)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a frame of "
                  + SHAPE
                  + " has "
                  + n
                  + " values, but the buffer has "
                  + length
                  + " between its position and its limit");
    }
    check("afterwards", Frames.direct(frame), false);
  }

  @Test
  void aDirectFrameIsNotCopied() {
    try (VideoSession other = NETWORK.open(SessionOptions.exact())) {
      long bytes = other.memoryBytes();
      other.next(Frames.direct(frame));
      assertThat(other.memoryBytes()).isEqualTo(bytes);
      other.next(frame);
      long copy = (long) Float.BYTES * frame.elements();
      assertThat(other.memoryBytes()).isEqualTo(bytes + copy);
      other.next(frame);
      assertThat(other.memoryBytes()).isEqualTo(bytes + copy);
    }
  }

  @Test
  void aCopyIsFreedWithTheSession() {
    VideoSession other = NETWORK.open(SessionOptions.dense());
    long bytes = other.memoryBytes();
    other.next(frame);
    long before = Pointer.totalBytes();
    other.close();
    assertThat(other.memoryBytes()).isZero();
    assertThat(before - Pointer.totalBytes()).isGreaterThan(bytes);
  }

  @Test
  void theFrameIsNotWrittenTo() {
    FloatBuffer direct = Frames.direct(frame);
    session.next(direct);
    assertThat(direct).isEqualTo(FloatBuffer.wrap(Frames.picture(SHAPE, 1).values()));
    session.next(frame);
    assertThat(frame.values()).isEqualTo(Frames.picture(SHAPE, 1).values());
  }

  @Test
  void anOutputIsACopyAndAMapIsAView() {
    FrameResult result = session.next(frame);
    for (String name : NETWORK.outputs().keySet()) {
      Shape shape = NETWORK.outputs().get(name).shape();
      Tensor output = result.output(name);
      assertThat(output.shape())
          .containsExactly(1, shape.channels(), shape.height(), shape.width());
      assertThat(output.values()).isEqualTo(result.map(name).toArray());
    }
    Tensor copy = result.output("b");
    FeatureMap view = result.map("b");
    float[] before = view.toArray();
    FrameResult next = session.next(Frames.picture(SHAPE, 3));
    assertThat(view.toArray()).isEqualTo(next.map("b").toArray()).isNotEqualTo(before);
    assertThat(copy.values()).isEqualTo(before);
  }

  @Test
  void unknownNamesListWhatThereIs() {
    FrameResult result = session.next(frame);
    assertThatThrownBy(() -> result.output("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no output named x")
        .hasMessageContaining("[b, c]");
    assertThatThrownBy(() -> result.map("x")).hasMessageContaining("[b, c]");
    assertThatThrownBy(() -> result.mask("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no convolution named x")
        .hasMessageContaining("stem, a1, a2");
  }
}
