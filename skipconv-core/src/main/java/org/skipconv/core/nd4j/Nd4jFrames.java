package org.skipconv.core.nd4j;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;
import org.skipconv.core.VideoSession;
import org.skipconv.core.internal.engine.FrameShape;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.PlaneView;

/**
 * Frames from ND4J's arrays, and results as such. Nothing is copied, but for frames whose values do
 * not lie together.
 *
 * <pre>{@code
 * FrameResult result = Nd4jFrames.next(session, image);
 * INDArray heatmaps = Nd4jFrames.output(result, "heatmaps");
 * }</pre>
 */
public final class Nd4jFrames {
  private Nd4jFrames() {}

  /**
   * Computes the next frame of a session.
   *
   * @param session the stream
   * @param image [1, C, H, W] or [C, H, W], float32, finite
   * @return valid until the next frame, {@link VideoSession#reset} or {@link VideoSession#close}
   * @throws IllegalArgumentException when the frame is of another shape or type, or holds NaN or
   *     infinity
   */
  public static FrameResult next(VideoSession session, INDArray image) {
    return next(session, image, false);
  }

  /**
   * Computes the next frame of a session.
   *
   * @param session the stream
   * @param image [1, H, W, C] or [H, W, C], float32, finite
   * @return valid until the next frame, {@link VideoSession#reset} or {@link VideoSession#close}
   * @throws IllegalArgumentException when the frame is of another shape or type, or holds NaN or
   *     infinity
   */
  public static FrameResult nextNhwc(VideoSession session, INDArray image) {
    return next(session, image, true);
  }

  private static FrameResult next(VideoSession session, INDArray image, boolean channelsLast) {
    requireFloats(image);
    FrameShape.requireFit(image.shape(), session.network().inputShape(), channelsLast);
    INDArray together = isTogether(image) ? image : image.dup('c');
    try {
      FloatBuffer values = new ValuesOf(together).asBuffer();
      return channelsLast ? session.nextNhwc(values) : session.next(values);
    } finally {
      // The buffer does not keep the array's memory.
      Reference.reachabilityFence(together);
    }
  }

  private static void requireFloats(INDArray frame) {
    if (frame == null) {
      throw new IllegalArgumentException("the frame is null");
    }
    if (frame.wasClosed()) {
      throw new IllegalArgumentException("the frame has been closed");
    }
    if (frame.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "a frame must be FLOAT, but is " + frame.dataType() + "; use castTo(DataType.FLOAT)");
    }
  }

  private static boolean isTogether(INDArray frame) {
    long expected = 1;
    long[] shape = frame.shape();
    long[] strides = frame.stride();
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != expected) {
        return false;
      }
      expected *= shape[i];
    }
    return true;
  }

  /**
   * {@return a result as an NCHW array (batch 1, float32)} Of a session's result it is a view of
   * the session's memory, which the next frame writes over: use {@code dup()} to keep it, and to
   * change it, since whoever writes into the view writes into the session. It may be read for ever,
   * also when the session has been closed, and shows what was there last.
   *
   * <p>Of a session of bfloat16, an output that layers read as well is copied.
   *
   * @param result result of a frame
   * @param name of an output of the network
   * @throws IllegalArgumentException when there is none of that name; the message lists those there
   *     are
   * @throws IllegalStateException when the session has moved on
   */
  public static INDArray output(FrameResult result, String name) {
    FeatureMap map = result.map(name);
    return map instanceof PlaneView view && view.plane().element() == Plane.Element.FLOAT32
        ? view(view.plane())
        : copy(map);
  }

  private static INDArray view(Plane plane) {
    Shape shape = plane.shape();
    FloatPointer values = new KeptFloats(plane.memory());
    long[] strides = {
      (long) plane.rowStride() * shape.height(), 1, plane.rowStride(), plane.pixelStride()
    };
    return Nd4j.create(
        Nd4j.createBuffer(values, values.capacity(), DataType.FLOAT),
        sizes(shape),
        strides,
        plane.index(0, 0),
        'c',
        DataType.FLOAT);
  }

  private static INDArray copy(FeatureMap map) {
    return Nd4j.create(map.toArray(), sizes(map.shape()), 'c');
  }

  private static long[] sizes(Shape shape) {
    return new long[] {1, shape.channels(), shape.height(), shape.width()};
  }

  /** The values of an array whose values lie together. */
  private static final class ValuesOf extends FloatPointer {
    ValuesOf(INDArray array) {
      super((Pointer) null);
      address = array.data().addressPointer().address();
      capacity(array.length());
    }
  }

  /** All of a block, which lives as long as this pointer. */
  private static final class KeptFloats extends FloatPointer {
    @SuppressWarnings("unused") // what keeps the memory
    private final Memory memory;

    KeptFloats(Memory memory) {
      super((Pointer) null);
      this.memory = memory;
      address = memory.address();
      capacity(memory.size() / Float.BYTES);
    }
  }
}
