package org.skipconv.models.vision;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded frames to RGB by the colour matrix and range that the video states. The grabber's own
 * conversion takes every video for BT.601, which shifts the greens of BT.709.
 */
final class RgbConversion implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int UNIT = 1 << 16;

  private final int height;
  private final int width;
  private final int stride;
  private final BytePointer pixels;
  private final PointerPointer<BytePointer> planes;
  private final IntPointer strides;
  private @Nullable SwsContext context;
  private int format;
  private int matrix;
  private int range;

  RgbConversion(int height, int width) {
    this.height = height;
    this.width = width;
    // Vector code may write past a row's end.
    this.stride = (3 * width + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    this.pixels = new BytePointer((long) stride * height + ALIGNMENT);
    // FFmpeg reads all four, also where a format has one plane.
    this.planes = new PointerPointer<>(pixels, null, null, null);
    this.strides = new IntPointer(stride, 0, 0, 0);
  }

  void convert(AVFrame frame, RgbImage into) throws IOException {
    if (context == null
        || format != frame.format()
        || matrix != frame.colorspace()
        || range != frame.color_range()) {
      prepare(frame);
    }
    swscale.sws_scale(context, frame.data(), frame.linesize(), 0, height, planes, strides);
    for (int y = 0; y < height; y++) {
      pixels.position((long) y * stride).get(into.rgb(), 3 * y * width, 3 * width);
    }
    pixels.position(0);
  }

  private void prepare(AVFrame frame) throws IOException {
    format = frame.format();
    matrix = frame.colorspace();
    range = frame.color_range();
    swscale.sws_freeContext(context);
    context =
        swscale.sws_getContext(
            width,
            height,
            format,
            width,
            height,
            avutil.AV_PIX_FMT_RGB24,
            swscale.SWS_BILINEAR,
            (SwsFilter) null,
            null,
            (DoublePointer) null);
    if (context == null) {
      throw new IOException("FFmpeg cannot convert pixel format " + format + " to RGB");
    }
    // Fails for formats that are RGB already, which need none of it.
    swscale.sws_setColorspaceDetails(
        context,
        swscale.sws_getCoefficients(matrix),
        range == avutil.AVCOL_RANGE_JPEG ? 1 : 0,
        swscale.sws_getCoefficients(swscale.SWS_CS_DEFAULT),
        1,
        0,
        UNIT,
        UNIT);
  }

  @Override
  public void close() {
    swscale.sws_freeContext(context);
    context = null;
    planes.close();
    strides.close();
    pixels.close();
  }
}
