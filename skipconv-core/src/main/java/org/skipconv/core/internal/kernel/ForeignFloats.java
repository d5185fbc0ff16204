package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.skipconv.core.Shape;

/** Views of memory that somebody else owns. */
final class ForeignFloats {
  private ForeignFloats() {}

  private static final class Foreign extends Pointer {
    Foreign(long where) {
      address = where;
    }
  }

  static FloatBuffer at(long address, long count) {
    return new FloatPointer(new Foreign(address)).capacity(count).asBuffer();
  }

  /** All of a frame. */
  static FloatBuffer spanning(RawFrame frame, Shape shape) {
    int last = frame.index(shape.channels() - 1, shape.height() - 1, shape.width() - 1);
    return at(frame.address(), last + 1L);
  }
}
