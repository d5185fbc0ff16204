package org.skipconv.gates.training;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Frees tensors when the work that made them is done, without waiting for the collector. */
final class Scopes {
  private Scopes() {}

  /** Frees every tensor that the work makes. */
  static <T> T scoped(Supplier<T> work) {
    return keeping(kept -> work.get());
  }

  /** Frees every tensor that the work makes and does not name to be kept for the scope around. */
  static <T> T keeping(Function<Consumer<Pointer>, T> work) {
    PointerScope outer = PointerScope.getInnerScope();
    PointerScope scope = new PointerScope();
    try {
      return work.apply(
          pointer -> {
            if (outer == null) {
              pointer.retainReference();
            } else {
              outer.attach(pointer);
            }
          });
    } finally {
      scope.close();
    }
  }
}
