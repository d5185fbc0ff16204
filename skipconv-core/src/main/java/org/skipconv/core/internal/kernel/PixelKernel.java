package org.skipconv.core.internal.kernel;

/** A kernel bound to the maps and the pixel list of a session. */
public interface PixelKernel {

  /** Independent parts (runs of output channels) of the work at one pixel. */
  default int parts() {
    return 1;
  }

  /** Computes the list's entries [begin, end) for the parts [partBegin, partEnd). */
  void run(int begin, int end, int partBegin, int partEnd);
}
