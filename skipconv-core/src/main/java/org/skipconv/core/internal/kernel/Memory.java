package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * A block outside the Java heap, zeroed, aligned to 64 bytes, with slack after it so that a kernel
 * may read a whole register at its last value. Freed by {@link #close}, or with this object, and
 * not by a {@link PointerScope} that was open when it was made. Its buffers do not keep it: whoever
 * reads one must keep this object.
 */
public final class Memory implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int SLACK = 64;

  private final BytePointer block;
  private final long address;
  private final long size;
  private final ByteBuffer bytes;
  private boolean exposed;

  private Memory(long size) {
    if (size < 0 || size > Integer.MAX_VALUE - ALIGNMENT - SLACK) {
      throw new IllegalArgumentException(
          "a map or list of " + size + " bytes is too large: at most 2 GiB");
    }
    this.size = size;
    // An application's scope would free with itself what a session keeps for longer.
    PointerScope own = new PointerScope();
    try {
      block = new BytePointer(size + ALIGNMENT + SLACK);
      block.retainReference();
    } catch (OutOfMemoryError e) {
      throw new NativeMemoryError(size, e);
    } finally {
      own.close();
    }
    Pointer.memset(block, 0, size + ALIGNMENT + SLACK);
    int skip = (int) (-block.address() & (ALIGNMENT - 1));
    address = block.address() + skip;
    bytes = block.asByteBuffer().position(skip).slice().order(ByteOrder.nativeOrder());
  }

  public static Memory ofBytes(long count) {
    return new Memory(count);
  }

  public static Memory ofFloats(long count) {
    return new Memory(Math.multiplyExact(count, Float.BYTES));
  }

  public static Memory ofInts(long count) {
    return new Memory(Math.multiplyExact(count, Integer.BYTES));
  }

  public static Memory of(int... values) {
    Memory memory = ofInts(values.length);
    memory.ints().put(values);
    return memory;
  }

  public static Memory of(float... values) {
    Memory memory = ofFloats(values.length);
    memory.floats().put(values);
    return memory;
  }

  public long address() {
    return address;
  }

  /** Bytes asked for. */
  public long size() {
    return size;
  }

  /** A view of all bytes, slack included. */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  public FloatBuffer floats() {
    return bytes().asFloatBuffer();
  }

  public IntBuffer ints() {
    return bytes().asIntBuffer();
  }

  /** Leaves freeing to the collector, since from now on a user may keep what reads this memory. */
  public void expose() {
    exposed = true;
  }

  /** Frees the memory now, unless it was {@linkplain #expose exposed}. */
  @Override
  public void close() {
    if (!exposed) {
      block.deallocate();
    }
  }
}
