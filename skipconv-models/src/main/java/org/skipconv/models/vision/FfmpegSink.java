package org.skipconv.models.vision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** Encodes frames with FFmpeg. Loaded only when a file is opened. */
final class FfmpegSink {
  /** Enough for drawn lines and text to stay sharp. */
  private static final double BITS_PER_PIXEL = 0.25;

  private static final String H264 = "libopenh264";

  private final Path file;
  private final FFmpegFrameRecorder recorder;
  private final ByteBuffer pixels;

  private FfmpegSink(Path file, FFmpegFrameRecorder recorder, ByteBuffer pixels) {
    this.file = file;
    this.recorder = recorder;
    this.pixels = pixels;
  }

  static FfmpegSink open(Path file, int height, int width, double frameRate) throws IOException {
    FfmpegSource.quiet();
    int evenHeight = height + height % 2;
    int evenWidth = width + width % 2;
    FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), evenWidth, evenHeight);
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
      throw new IOException("cannot write video " + file + ": " + e.getMessage(), e);
    }
    return new FfmpegSink(file, recorder, ByteBuffer.allocateDirect(3 * height * width));
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
      throw new IOException("cannot encode a frame of " + file + ": " + e.getMessage(), e);
    }
  }

  void close() throws IOException {
    try {
      recorder.close();
    } catch (FrameRecorder.Exception e) {
      throw new IOException("cannot complete video " + file + ": " + e.getMessage(), e);
    }
  }
}
