package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.internal.kernel.Memory;

/** All memory of one session: counted, and freed together. */
final class Arena implements AutoCloseable {
  private final List<AutoCloseable> owned = new ArrayList<>();
  private long bytes;

  Memory bytes(long count) {
    return keep(Memory.ofBytes(count));
  }

  Memory floats(long count) {
    return keep(Memory.ofFloats(count));
  }

  Memory ints(long count) {
    return keep(Memory.ofInts(count));
  }

  Memory keep(Memory memory) {
    return keep(memory, memory.size());
  }

  /** Takes over something that holds memory of its own. */
  <T extends AutoCloseable> T keep(T holder, long size) {
    owned.add(holder);
    bytes += size;
    return holder;
  }

  /** Bytes outside the Java heap. */
  long size() {
    return bytes;
  }

  @Override
  public void close() {
    for (AutoCloseable memory : owned) {
      try {
        memory.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    owned.clear();
  }
}
