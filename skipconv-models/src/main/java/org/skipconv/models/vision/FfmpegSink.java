package org.skipconv.models.vision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;
import org.skipconv.core.io.FileErrors;

/** Encodes frames with FFmpeg. Loaded only when a file is opened. */
final class FfmpegSink {
  /** Enough for drawn lines and text to stay sharp. */
  private static final double BITS_PER_PIXEL = 0.25;

  private static final String H264 = "libopenh264";

  private static final String NOT_WRITTEN = "the video cannot be written: ";
  private static final String NOT_COMPLETED = "the video cannot be completed: ";

  private final Path file;
  private final Path part;
  private final FFmpegFrameRecorder recorder;
  private final ByteBuffer pixels;

  private FfmpegSink(Path file, Path part, FFmpegFrameRecorder recorder, ByteBuffer pixels) {
    this.file = file;
    this.part = part;
    this.recorder = recorder;
    this.pixels = pixels;
  }

  /**
   * Starts a video.
   *
   * @param file that messages name
   * @param part that is written
   */
  static FfmpegSink open(Path file, Path part, int height, int width, double frameRate)
      throws IOException {
    Ffmpeg.quiet();
    int evenHeight = height + height % 2;
    int evenWidth = width + width % 2;
    FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(part.toFile(), evenWidth, evenHeight);
    recorder.setFormat("mp4");
    recorder.setFrameRate(frameRate);
    recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    recorder.setVideoBitrate(
        (int) Math.min(50e6, 500_000 + BITS_PER_PIXEL * height * width * frameRate));
    // The LGPL build has no x264.
    if (avcodec.avcodec_find_encoder_by_name(H264) != null) {
      recorder.setVideoCodecName(H264);
    } else {
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
    }
    try {
      recorder.start();
    } catch (FrameRecorder.Exception e) {
      release(recorder, e);
      throw FileErrors.of(file, NOT_WRITTEN + e.getMessage(), e);
    }
    return new FfmpegSink(file, part, recorder, ByteBuffer.allocateDirect(3 * height * width));
  }

  private static void release(FFmpegFrameRecorder recorder, Exception cause) {
    try {
      recorder.release();
    } catch (FrameRecorder.Exception e) {
      cause.addSuppressed(e);
    }
  }

  void write(RgbImage frame) throws IOException {
    pixels.put(0, frame.rgb());
    try {
      recorder.recordImage(
          frame.width(),
          frame.height(),
          Frame.DEPTH_UBYTE,
          3,
          3 * frame.width(),
          avutil.AV_PIX_FMT_RGB24,
          pixels);
    } catch (FrameRecorder.Exception e) {
      throw FileErrors.of(file, NOT_WRITTEN + e.getMessage(), e);
    }
  }

  void close() throws IOException {
    try {
      recorder.close();
    } catch (FrameRecorder.Exception e) {
      throw FileErrors.of(file, NOT_COMPLETED + e.getMessage(), e);
    }
    // FFmpeg keeps silent about an index that did not fit on the disk.
    if (!Mp4Boxes.complete(part)) {
      throw new IOException(file + ": " + NOT_COMPLETED + "is the disk full?");
    }
  }
}
