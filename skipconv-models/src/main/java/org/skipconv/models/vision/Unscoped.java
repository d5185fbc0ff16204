package org.skipconv.models.vision;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Pointers that outlive a {@link PointerScope} in which an application may call. */
final class Unscoped {
  private Unscoped() {}

  /** Makes a pointer that no open scope frees: {@link Pointer#close} does, or the collector. */
  static <P extends Pointer> P of(Supplier<P> made) {
    PointerScope own = new PointerScope();
    try {
      P pointer = made.get();
      pointer.retainReference();
      return pointer;
    } finally {
      own.close();
    }
  }
}
