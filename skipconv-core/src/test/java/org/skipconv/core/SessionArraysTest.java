package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;

/** Frames as they come in, and results as they go out. */
class SessionArraysTest {
  private static final SkipNetwork NETWORK = Networks.residual();
  private static final Shape SHAPE = NETWORK.inputShape();

  private final VideoSession session = NETWORK.open(SessionOptions.dense());
  private final INDArray frame = Frames.picture(SHAPE, 1);
  private final float[] expected = answer(frame);

  @AfterEach
  void close() {
    session.close();
  }

  private float[] answer(INDArray image) {
    return Results.values(session, session.next(image));
  }

  /** Another picture in between, so that a frame that is not read cannot pass. */
  private void check(String what, INDArray image, boolean channelsLast) {
    answer(Frames.picture(SHAPE, 2));
    FrameResult result = channelsLast ? session.nextNhwc(image) : session.next(image);
    Results.checkSameBits(what, Results.values(session, result), expected);
  }

  @Test
  void channelsLastIsTheSamePicture() {
    INDArray last = frame.permute(0, 2, 3, 1);
    check("a permuted view", last, true);
    check("a copy", last.dup('c'), true);
    check("rank 3", last.dup('c').reshape(SHAPE.height(), SHAPE.width(), SHAPE.channels()), true);
    assertThatThrownBy(() -> session.next(last)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void viewsOfAnyKindAreRead() {
    long[] sizes = {SHAPE.channels(), SHAPE.height(), SHAPE.width()};
    check("rank 3", frame.reshape(sizes), false);
    INDArray batch = Nd4j.create(DataType.FLOAT, 3, sizes[0], sizes[1], sizes[2]);
    batch.get(NDArrayIndex.point(2)).assign(frame.reshape(sizes));
    check("one of a batch, at an offset", batch.get(NDArrayIndex.point(2)), false);
    INDArray interval = batch.get(NDArrayIndex.interval(2, 3), NDArrayIndex.all());
    check("an interval of a batch", interval, false);

    INDArray large = Nd4j.create(DataType.FLOAT, 1, sizes[0] + 1, sizes[1] + 4, sizes[2] + 5);
    INDArray crop =
        large.get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(1, sizes[0] + 1),
            NDArrayIndex.interval(2, sizes[1] + 2),
            NDArrayIndex.interval(3, sizes[2] + 3));
    crop.assign(frame);
    check("a crop", crop, false);
    check("Fortran order", frame.dup('f'), false);
    check("transposed twice", frame.permute(0, 1, 3, 2).dup('c').permute(0, 1, 3, 2), false);
  }

  @Test
  void theFrameIsNotWrittenTo() {
    INDArray copy = frame.dup();
    answer(frame);
    assertThat(frame).isEqualTo(copy);
  }

  @Test
  void anOutputIsAViewThatTheNextFrameWritesOver() {
    FrameResult result = session.next(frame);
    for (String name : NETWORK.outputs().keySet()) {
      INDArray output = result.output(name);
      Shape shape = NETWORK.outputs().get(name).shape();
      assertThat(output.dataType()).isEqualTo(DataType.FLOAT);
      assertThat(output.shape())
          .containsExactly(1, shape.channels(), shape.height(), shape.width());
      assertThat(flat(output)).isEqualTo(result.map(name).toArray());
    }
    INDArray view = result.output("b");
    INDArray copy = view.dup();
    float[] before = flat(view);
    FrameResult next = session.next(Frames.picture(SHAPE, 3));
    assertThat(flat(view)).isEqualTo(next.map("b").toArray()).isNotEqualTo(before);
    assertThat(flat(copy)).isEqualTo(before);
  }

  private static float[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toFloatVector();
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
