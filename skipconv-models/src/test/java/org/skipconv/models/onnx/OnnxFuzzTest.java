package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.skipconv.core.testing.FileTrial;

/** Any bytes as an ONNX file. Foreign parts are refused: ONNX Runtime is native code of others. */
class OnnxFuzzTest {
  /** Values that the import may make. */
  private static final long VALUES = 1L << 18;

  /** Places, their compositions and boxed lines of a value. */
  private static final long BYTES_PER_VALUE = 256;

  private static final long FIXED_BYTES = 64L << 20;
  private static final long BYTES_PER_BYTE = 1000;
  private static final ImportOptions OPTIONS = ImportOptions.defaults().untrusting(VALUES);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @FuzzTest
  void model(byte[] data) {
    long bound = FIXED_BYTES + BYTES_PER_BYTE * data.length + BYTES_PER_VALUE * VALUES;
    long allocated = read(data);
    if (allocated > bound) {
      // The first reading loads classes, which fuzzing instruments on this thread.
      allocated = read(data);
    }
    if (allocated > bound) {
      fail(data.length + " bytes made " + allocated + " be allocated");
    }
  }

  private static long read(byte[] data) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      OnnxModel.of(data, OPTIONS);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      if (message.length() >= FileTrial.MAX_MESSAGE || message.indexOf('\n') >= 0) {
        fail("an error must be one short line, but is: " + message, e);
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
