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
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded frames to RGB by the colour matrix and range that the video states, with square pixels,
 * upright. Follows a video that changes any of it.
 */
final class RgbConversion implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int UNIT = 1 << 16;

  /** Properties of a frame, beside its pixels, on which its conversion depends. */
  private record Form(
      int height, int width, int format, int matrix, boolean fullRange, UprightShape shape) {
    static Form of(AVFrame frame, UprightShape shape) {
      return new Form(
          frame.height(),
          frame.width(),
          frame.format(),
          frame.colorspace(),
          frame.color_range() == avutil.AVCOL_RANGE_JPEG || isFull(frame.format()),
          shape);
    }

    /** These formats say it by their names, which some videos leave it at. */
    private static boolean isFull(int format) {
      return format == avutil.AV_PIX_FMT_YUVJ420P
          || format == avutil.AV_PIX_FMT_YUVJ422P
          || format == avutil.AV_PIX_FMT_YUVJ444P
          || format == avutil.AV_PIX_FMT_YUVJ440P
          || format == avutil.AV_PIX_FMT_YUVJ411P;
    }
  }

  private @Nullable Form form;
  private int stride;
  private @Nullable BytePointer pixels;
  private @Nullable PointerPointer<BytePointer> planes;
  private @Nullable IntPointer strides;
  private @Nullable SwsContext context;

  /** Picture before it is turned, null while none is. */
  private @Nullable RgbImage stored;

  /**
   * Converts a frame.
   *
   * @param into of the shape's upright size
   */
  void convert(AVFrame frame, UprightShape shape, RgbImage into) throws IOException {
    Form wanted = Form.of(frame, shape);
    if (!wanted.equals(form)) {
      close();
      prepare(wanted);
      form = wanted;
    }
    swscale.sws_scale(context, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
    RgbImage target = stored == null ? into : stored;
    copy(target.rgb(), 3 * shape.width(), shape.height());
    if (stored != null) {
      shape.turn().turn(stored, into);
    }
  }

  /** Rows that fill their memory are copied at once. */
  private void copy(byte[] to, int row, int height) {
    if (pixels == null) {
      return;
    }
    if (stride == row) {
      pixels.position(0).get(to, 0, row * height);
      return;
    }
    for (int y = 0; y < height; y++) {
      pixels.position((long) y * stride).get(to, y * row, row);
    }
    pixels.position(0);
  }

  private void prepare(Form wanted) throws IOException {
    UprightShape shape = wanted.shape();
    context =
        swscale.sws_getContext(
            wanted.width(),
            wanted.height(),
            wanted.format(),
            shape.width(),
            shape.height(),
            avutil.AV_PIX_FMT_RGB24,
            swscale.SWS_BILINEAR,
            (SwsFilter) null,
            null,
            (DoublePointer) null);
    if (context == null) {
      throw new IOException("FFmpeg cannot convert pixel format " + wanted.format() + " to RGB");
    }
    // Fails for formats that are RGB already, which need none of it.
    swscale.sws_setColorspaceDetails(
        context,
        swscale.sws_getCoefficients(wanted.matrix()),
        wanted.fullRange() ? 1 : 0,
        swscale.sws_getCoefficients(swscale.SWS_CS_DEFAULT),
        1,
        0,
        UNIT,
        UNIT);
    // Vector code may write past a row's end.
    stride = (3 * shape.width() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    long bytes = (long) stride * shape.height() + ALIGNMENT;
    BytePointer memory = Unscoped.of(() -> new BytePointer(bytes));
    pixels = memory;
    // FFmpeg reads all four, also where a format has one plane.
    planes = Unscoped.of(() -> new PointerPointer<>(memory, null, null, null));
    strides = Unscoped.of(() -> new IntPointer(stride, 0, 0, 0));
    stored =
        shape.turn().equals(Orientation.UPRIGHT)
            ? null
            : new RgbImage(shape.height(), shape.width());
  }

  @Override
  public void close() {
    swscale.sws_freeContext(context);
    context = null;
    form = null;
    free(planes);
    free(strides);
    free(pixels);
    planes = null;
    strides = null;
    pixels = null;
  }

  private static void free(@Nullable Pointer pointer) {
    if (pointer != null) {
      pointer.close();
    }
  }
}
