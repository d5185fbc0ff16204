package org.skipconv.models.vision;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.io.FileErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames of a video file, decoded by FFmpeg. Loaded only when a file is opened. */
final class FfmpegSource extends FrameSource {
  private static final Logger LOG = LoggerFactory.getLogger(VideoReader.class);

  private final Path file;
  private final FFmpegFrameGrabber grabber;
  private final RgbConversion conversion;

  /** Frames that the container has an index of, 0 when it has none. */
  private final long announced;

  private long decoded;
  private boolean ended;

  private FfmpegSource(Path file, FFmpegFrameGrabber grabber) {
    super(grabber.getImageHeight(), grabber.getImageWidth());
    this.file = file;
    this.grabber = grabber;
    this.conversion = new RgbConversion(height, width);
    this.announced = announcedFrames(grabber.getFormatContext());
  }

  private static long announcedFrames(AVFormatContext container) {
    for (int i = 0; i < container.nb_streams(); i++) {
      AVStream stream = container.streams(i);
      if (stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
        return stream.nb_frames();
      }
    }
    return 0;
  }

  static FfmpegSource open(Path file, VideoAccess access) throws IOException {
    quiet();
    // With the protocol before it no name of a file is taken for an address, such as concat:a|b.
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber("file:" + file.toAbsolutePath());
    grabber.setOption("protocol_whitelist", String.join(",", access.protocols()));
    grabber.setOption("format_whitelist", String.join(",", access.formats()));
    grabber.setVideoOption("max_pixels", Integer.toString(PictureFile.MAX_PIXELS));
    grabber.setImageMode(FrameGrabber.ImageMode.RAW);
    // Decoding ahead on other threads would disturb the times measured beside it.
    grabber.setVideoOption("threads", "1");
    try {
      grabber.start();
      if (!grabber.hasVideo() || grabber.getImageWidth() < 1 || grabber.getImageHeight() < 1) {
        throw new IOException(file + ": there is no video in it");
      }
      requireSize(file, grabber.getImageHeight(), grabber.getImageWidth());
      return new FfmpegSource(file, grabber);
    } catch (FrameGrabber.Exception e) {
      release(grabber, file);
      throw new IOException(
          file
              + " is not a video that FFmpeg can read: "
              + FileErrors.shortened(reason(e), FileErrors.MAX_CHARACTERS / 2)
              + " (allowed here are "
              + access
              + ")",
          e);
    } catch (IOException | RuntimeException e) {
      release(grabber, file);
      throw e;
    }
  }

  private static void requireSize(Path file, int height, int width) throws IOException {
    if ((long) height * width > PictureFile.MAX_PIXELS) {
      throw new IOException(
          file
              + ": it has frames of "
              + height
              + "x"
              + width
              + "; allowed are "
              + PictureFile.MAX_PIXELS
              + " pixels");
    }
  }

  /** Without JavaCV's advice to its own callers, which stands in brackets behind the reason. */
  private static String reason(FrameGrabber.Exception e) {
    String text = String.valueOf(e.getMessage());
    int advice = text.indexOf(" (Has ");
    return advice < 0 ? text : text.substring(0, advice);
  }

  /** FFmpeg writes to the standard error stream by itself; errors reach us as codes. */
  static void quiet() {
    avutil.av_log_set_level(avutil.AV_LOG_FATAL);
  }

  private static void release(FFmpegFrameGrabber grabber, Path file) throws IOException {
    try {
      grabber.release();
    } catch (FrameGrabber.Exception e) {
      throw new IOException("cannot close " + file, e);
    }
  }

  @Override
  double frameRate() {
    double rate = grabber.getVideoFrameRate();
    return rate > 0 && Double.isFinite(rate) ? rate : 0;
  }

  @Override
  long frameCount() {
    return announced > 0 ? announced : Math.max(-1, grabber.getLengthInVideoFrames());
  }

  @Override
  boolean next(RgbImage into) throws IOException {
    Frame frame = grab(true);
    if (frame == null) {
      return false;
    }
    if (!(frame.opaque instanceof AVFrame picture)) {
      throw new IOException(file + ": a frame was decoded to something else than a picture");
    }
    if (picture.height() != height || picture.width() != width) {
      throw new IOException(
          "the frames of "
              + file
              + " change from "
              + height
              + "x"
              + width
              + " to "
              + picture.height()
              + "x"
              + picture.width());
    }
    try {
      conversion.convert(picture, into);
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
    return true;
  }

  @Override
  boolean skip() throws IOException {
    return grab(false) != null;
  }

  private @Nullable Frame grab(boolean convert) throws IOException {
    try {
      // No audio, video, and no data: a file may have a stream of it, or say so when damaged.
      Frame frame = ended ? null : grabber.grabFrame(false, true, convert, false, false);
      if (frame == null) {
        end();
      } else {
        decoded++;
      }
      return frame;
    } catch (FrameGrabber.Exception e) {
      throw new IOException("cannot decode the next frame of " + file + ": " + e.getMessage(), e);
    }
  }

  /** FFmpeg ends a file that was cut off as it does a whole one. */
  private void end() throws IOException {
    if (!ended && decoded == 0) {
      ended = true;
      throw new IOException(file + ": there is no frame in it that FFmpeg can decode");
    }
    if (!ended && decoded < announced) {
      LOG.warn("{} ends after {} frames, though it announces {}", file, decoded, announced);
    }
    ended = true;
  }

  @Override
  public void close() throws IOException {
    conversion.close();
    release(grabber, file);
  }
}
