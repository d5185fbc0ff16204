package org.skipconv.gates.training;

import java.util.Arrays;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

/**
 * Windows of some output pixels of a convolution, as places among the pixels of its input: frame by
 * frame, row by row.
 */
final class OpenWindows {
  private final int taps;
  private final int[] sources;
  private int[] outside = new int[16];
  private int outsideCount;
  private final int[] offsets;
  private final int[] readers;

  /**
   * Finds the windows.
   *
   * @param pixels places among the output's pixels, ascending
   * @param frames that they are in
   * @param height rows of the input
   * @param width columns of the input
   */
  OpenWindows(int[] pixels, int frames, ConvSpec spec, int height, int width) {
    this.taps = spec.taps();
    this.sources = new int[Math.multiplyExact(pixels.length, taps)];
    this.offsets = new int[Math.multiplyExact(frames, height * width)];
    find(pixels, spec, height, width);
    this.readers = new int[sources.length - outsideCount];
    sort();
  }

  private void find(int[] pixels, ConvSpec spec, int height, int width) {
    Padding.Explicit pad = spec.paddingFor(height, width);
    int outWidth = spec.outWidth(height, width);
    int outPixels = outWidth * spec.outHeight(height, width);
    int at = 0;
    for (int pixel : pixels) {
      int frame = pixel / outPixels;
      int top = pixel % outPixels / outWidth * spec.strideY() - pad.top();
      int left = pixel % outWidth * spec.strideX() - pad.left();
      for (int i = 0; i < spec.kernelHeight(); i++) {
        int y = top + i * spec.dilationY();
        for (int j = 0; j < spec.kernelWidth(); j++, at++) {
          int x = left + j * spec.dilationX();
          if (y >= 0 && y < height && x >= 0 && x < width) {
            sources[at] = (frame * height + y) * width + x;
          } else {
            addOutside(at);
          }
        }
      }
    }
  }

  private void addOutside(int at) {
    if (outsideCount == outside.length) {
      outside = Arrays.copyOf(outside, 2 * outside.length);
    }
    outside[outsideCount++] = at;
  }

  /** Sorts the places in {@link #sources} by input pixel: a counting sort. */
  private void sort() {
    int next = 0;
    for (int at = 0; at < sources.length; at++) {
      if (isOutside(next, at)) {
        next++;
      } else {
        offsets[sources[at]]++;
      }
    }
    int sum = 0;
    for (int i = 0; i < offsets.length; i++) {
      sum += offsets[i];
      offsets[i] = sum;
    }
    next = outsideCount - 1;
    for (int at = sources.length - 1; at >= 0; at--) {
      if (next >= 0 && outside[next] == at) {
        next--;
      } else {
        readers[--offsets[sources[at]]] = at;
      }
    }
  }

  private boolean isOutside(int next, int at) {
    return next < outsideCount && outside[next] == at;
  }

  int taps() {
    return taps;
  }

  /** Input pixel of each tap of each window, 0 for those outside the map. */
  int[] sources() {
    return sources;
  }

  /** Places in {@link #sources} that are outside the map. */
  int[] outside() {
    return Arrays.copyOf(outside, outsideCount);
  }

  /** Places in {@link #sources} by input pixel, see {@link #offsets}. */
  int[] readers() {
    return readers;
  }

  /** Index in {@link #readers} at which those of each input pixel begin. */
  int[] offsets() {
    return offsets;
  }
}
