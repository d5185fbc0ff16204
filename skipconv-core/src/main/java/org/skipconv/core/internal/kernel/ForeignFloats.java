package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.skipconv.core.Shape;

/** Views of memory that somebody else owns. */
final class ForeignFloats {
  private ForeignFloats() {}

  static FloatBuffer at(long address, long count) {
    Pointer anywhere =
        new Pointer() {
          {
            this.address = address;
          }
        };
    return new FloatPointer(anywhere).capacity(count).asBuffer();
  }

  /** All of a frame. */
  static FloatBuffer spanning(FrameSource frame, Shape shape) {
    long last =
        (shape.channels() - 1) * frame.channelStride()
            + (shape.height() - 1) * frame.rowStride()
            + (shape.width() - 1) * frame.pixelStride();
    return at(frame.address(), last + 1);
  }
}
