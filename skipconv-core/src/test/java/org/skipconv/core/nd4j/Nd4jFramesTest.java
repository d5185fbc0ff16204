package org.skipconv.core.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;

/** Arrays of ND4J as frames, and results as such. */
class Nd4jFramesTest {
  private static final SkipNetwork NETWORK = Networks.residual();
  private static final Shape SHAPE = NETWORK.inputShape();

  private final VideoSession session = NETWORK.open(SessionOptions.dense());
  private final INDArray frame = picture(1);
  private final float[] expected = answer(frame);

  @AfterEach
  void close() {
    session.close();
  }

  private static INDArray picture(long seed) {
    Tensor picture = Frames.picture(SHAPE, seed);
    return Nd4j.createFromArray(picture.values()).reshape(picture.shape());
  }

  private float[] answer(INDArray image) {
    return Results.values(session, Nd4jFrames.next(session, image));
  }

  /** Another picture in between, so that a frame that is not read cannot pass. */
  private void check(String what, INDArray image, boolean channelsLast) {
    answer(picture(2));
    FrameResult result =
        channelsLast ? Nd4jFrames.nextNhwc(session, image) : Nd4jFrames.next(session, image);
    Results.checkSameBits(what, Results.values(session, result), expected);
  }

  @Test
  void channelsLastIsTheSamePicture() {
    INDArray last = frame.permute(0, 2, 3, 1);
    check("a permuted view", last, true);
    check("a copy", last.dup('c'), true);
    check("rank 3", last.dup('c').reshape(SHAPE.height(), SHAPE.width(), SHAPE.channels()), true);
    assertThatThrownBy(() -> Nd4jFrames.next(session, last))
        .isInstanceOf(IllegalArgumentException.class);
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
    FrameResult result = Nd4jFrames.next(session, frame);
    for (String name : NETWORK.outputs().keySet()) {
      INDArray output = Nd4jFrames.output(result, name);
      Shape shape = NETWORK.outputs().get(name).shape();
      assertThat(output.dataType()).isEqualTo(DataType.FLOAT);
      assertThat(output.shape())
          .containsExactly(1, shape.channels(), shape.height(), shape.width());
      assertThat(flat(output)).isEqualTo(result.map(name).toArray());
    }
    INDArray view = Nd4jFrames.output(result, "b");
    INDArray copy = view.dup();
    float[] before = flat(view);
    FrameResult next = Nd4jFrames.next(session, picture(3));
    assertThat(flat(view)).isEqualTo(next.map("b").toArray()).isNotEqualTo(before);
    assertThat(flat(copy)).isEqualTo(before);
  }

  private static float[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toFloatVector();
  }

  /** As of an engine that is none of ours. */
  private record Stored(FrameResult result) implements FrameResult {
    @Override
    public FeatureMap map(String name) {
      FeatureMap map = result.map(name);
      return new FeatureMap() {
        @Override
        public Shape shape() {
          return map.shape();
        }

        @Override
        public float get(int channel, int y, int x) {
          return map.get(channel, y, x);
        }

        @Override
        public void read(int y, int x, float[] channels) {
          map.read(y, x, channels);
        }
      };
    }

    @Override
    public GateMask mask(String layer) {
      return result.mask(layer);
    }

    @Override
    public FrameReport report() {
      return result.report();
    }
  }

  @Test
  void anOutputThatNoSessionHoldsIsACopy() {
    FrameResult result = Nd4jFrames.next(session, frame);
    float[] values = result.map("b").toArray();
    INDArray copy = Nd4jFrames.output(new Stored(result), "b");
    Nd4jFrames.next(session, picture(3));
    assertThat(flat(copy)).isEqualTo(values);
  }

  @Test
  void aFrameThatDoesNotFitIsRefused() {
    long c = SHAPE.channels();
    long h = SHAPE.height();
    long w = SHAPE.width();
    refused(null, "null");
    refused(Nd4j.ones(DataType.FLOAT, 1, c, h, w + 1), "but is [1, " + c + ", " + h);
    refused(Nd4j.ones(DataType.FLOAT, 1, h, w, c), "channels first");
    refused(Nd4j.ones(DataType.FLOAT, 2, c, h, w), "leading 1");
    refused(Nd4j.ones(DataType.FLOAT, h, w), "but is [" + h + ", " + w + "]");
    refused(Nd4j.ones(DataType.FLOAT, 1, 1, c, h, w), "leading 1");
    refused(Nd4j.ones(DataType.DOUBLE, 1, c, h, w), "DOUBLE");
    refused(Nd4j.ones(DataType.UINT8, 1, c, h, w), "UBYTE");
    INDArray broken = frame.dup();
    broken.putScalar(frame.length() - 1, Float.NaN);
    refused(broken, "NaN or infinity");
    assertThat(answer(frame)).isEqualTo(expected);
  }

  private void refused(INDArray bad, String message) {
    assertThatThrownBy(() -> Nd4jFrames.next(session, bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void unknownNamesListWhatThereIs() {
    FrameResult result = Nd4jFrames.next(session, frame);
    assertThatThrownBy(() -> Nd4jFrames.output(result, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no output named x")
        .hasMessageContaining("[b, c]");
  }
}
