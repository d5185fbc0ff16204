package org.skipconv.core.internal.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps objects until it is closed. Kernels work on bare addresses: the memory that they point into
 * would otherwise be collected, and so freed, as soon as no line of a test mentions it any more.
 */
final class Kept implements AutoCloseable {
  private final List<Object> objects = new ArrayList<>();

  <T> T keep(T object) {
    objects.add(object);
    return object;
  }

  @Override
  public void close() {
    objects.clear();
  }
}
