package org.skipconv.models.vision;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.io.FileErrors;

/** Opened container, connection or camera, and the packets of its video. */
final class FfmpegInput implements AutoCloseable {
  /** Demuxer of the cameras of Linux. */
  static final String CAMERAS = "video4linux2";

  private static final String CAMERA_FORMATS = "video4linux2,v4l2";

  /** AVFMT_FLAG_NONBLOCK, so that waiting for a camera can be ended. */
  private static final int DO_NOT_WAIT = 4;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final MediaAddress address;
  private final FfmpegWatch watch;
  private final @Nullable Duration readTimeout;
  private final AVFormatContext container;
  private final @Nullable FfmpegHosts hosts;
  private final AVStream stream;
  private boolean closed;

  private FfmpegInput(
      MediaAddress address,
      SourceOptions options,
      FfmpegWatch watch,
      AVFormatContext container,
      @Nullable FfmpegHosts hosts)
      throws IOException {
    this.address = address;
    this.watch = watch;
    this.readTimeout = address.isFile() ? null : options.readTimeout();
    this.container = container;
    this.hosts = hosts;
    this.stream = video();
  }

  /**
   * Opens a place.
   *
   * @param watch over all that is waited for
   */
  static FfmpegInput open(MediaAddress address, SourceOptions options, FfmpegWatch watch)
      throws IOException {
    Ffmpeg.quiet();
    VideoAccess access = address.isFile() ? options.access() : options.access().at(address);
    access.requireWatched();
    AVInputFormat format = address.isCamera() ? camera(address) : null;
    AVFormatContext container = avformat.avformat_alloc_context();
    watch.attachTo(container);
    watch.start(address.isFile() ? null : options.connectTimeout());
    FfmpegHosts hosts =
        access.reachesOut() && !address.isCamera() ? new FfmpegHosts(access.hosts()) : null;
    if (hosts != null) {
      hosts.attachTo(container);
    }
    if (address.isCamera()) {
      container.flags(container.flags() | DO_NOT_WAIT);
    }
    AVDictionary asked = asked(address, options, access);
    int error = avformat.avformat_open_input(container, address.url(), format, asked);
    avutil.av_dict_free(asked);
    if (error < 0) {
      // The container is gone with the attempt.
      try {
        watch.requireGoingOn(address.name());
        throw cannotOpen(address, access, hosts, error);
      } finally {
        free(hosts);
      }
    }
    try {
      error = avformat.avformat_find_stream_info(container, (PointerPointer<?>) null);
      watch.requireGoingOn(address.name());
      if (error < 0) {
        throw cannotOpen(address, access, hosts, error);
      }
      return new FfmpegInput(address, options, watch, container, hosts);
    } catch (IOException | RuntimeException e) {
      avformat.avformat_close_input(container);
      free(hosts);
      throw e;
    }
  }

  private static AVInputFormat camera(MediaAddress address) throws IOException {
    try {
      avdevice.avdevice_register_all();
    } catch (LinkageError e) {
      // The one part of FFmpeg that needs more of a system than its C library.
      throw new IOException(
          address.name()
              + ": cameras cannot be read, since FFmpeg's library of devices does not load: on Linux"
              + " it needs libpulse.so.0, which is in Debian's and Ubuntu's package libpulse0",
          e);
    }
    AVInputFormat format = avformat.av_find_input_format(CAMERAS);
    if (format == null) {
      throw new IOException(
          address.name()
              + ": this FFmpeg reads no cameras; only those of Linux can be read (video4linux2)");
    }
    return format;
  }

  private static AVDictionary asked(
      MediaAddress address, SourceOptions options, VideoAccess access) {
    AVDictionary asked = new AVDictionary(null);
    set(asked, "protocol_whitelist", String.join(",", access.protocols()));
    set(
        asked,
        "format_whitelist",
        address.isCamera() ? CAMERA_FORMATS : String.join(",", access.formats()));
    if (address.isSession()) {
      // One connection for all: gets through firewalls, and loses nothing.
      set(asked, "rtsp_transport", "tcp");
      set(asked, "allowed_media_types", "video");
      // Else FFmpeg watches for seconds to tell the frame rate.
      set(asked, "fpsprobesize", "2");
    }
    if (access.formats().contains("hls")) {
      // Each segment is opened where its host is looked at.
      set(asked, "http_persistent", "0");
    }
    SourceOptions.CameraMode mode = options.cameraMode();
    if (address.isCamera() && mode != null) {
      set(asked, "video_size", mode.width() + "x" + mode.height());
      set(asked, "framerate", String.format(Locale.ROOT, "%.3f", mode.frameRate()));
    }
    return asked;
  }

  private static void set(AVDictionary options, String name, String value) {
    avutil.av_dict_set(options, name, value, 0);
  }

  private static IOException cannotOpen(
      MediaAddress address, VideoAccess access, @Nullable FfmpegHosts hosts, int error) {
    String reason = FileErrors.shortened(Ffmpeg.message(error), FileErrors.MAX_CHARACTERS / 2);
    if (address.isCamera()) {
      return new IOException(address.name() + ": the camera cannot be opened: " + reason);
    }
    // What is not allowed is an invalid argument to FFmpeg.
    boolean content =
        address.isFile()
            || error == avutil.AVERROR_INVALIDDATA()
            || error == avutil.AVERROR_EINVAL();
    if (!content && (hosts == null || hosts.refused() == null)) {
      return new IOException(address.name() + " cannot be opened: " + reason);
    }
    String refused = hosts == null ? null : hosts.refused();
    String host = refused == null ? "" : "; it names " + refused + ", which is not allowed";
    return new IOException(
        address.name()
            + " is not a video that FFmpeg can read: "
            + reason
            + host
            + " (allowed here are "
            + access
            + ")");
  }

  private AVStream video() throws IOException {
    int index =
        avformat.av_find_best_stream(
            container, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
    if (index < 0) {
      throw new IOException(address.name() + ": there is no video in it");
    }
    for (int i = 0; i < container.nb_streams(); i++) {
      if (i != index) {
        container.streams(i).discard(avcodec.AVDISCARD_ALL);
      }
    }
    return container.streams(index);
  }

  AVFormatContext container() {
    return container;
  }

  AVStream stream() {
    return stream;
  }

  /** FFmpeg's name of the demuxer. */
  String format() {
    return container.iformat().name().getString();
  }

  /** Whether it goes on as long as something is filmed. */
  boolean isLive() {
    boolean endless = container.duration() == avutil.AV_NOPTS_VALUE;
    return address.isCamera() || (!address.isFile() && endless);
  }

  /**
   * Reads the next packet of the video.
   *
   * @return false at the end
   */
  boolean read(AVPacket packet) throws IOException {
    watch.start(readTimeout);
    while (true) {
      int error = avformat.av_read_frame(container, packet);
      if (error >= 0 && packet.stream_index() == stream.index()) {
        return true;
      }
      if (error >= 0) {
        avcodec.av_packet_unref(packet);
      }
      if (error < 0 || watch.isCancelled()) {
        watch.requireGoingOn(address.name());
      }
      if (error == avutil.AVERROR_EAGAIN()) {
        watch.pause(LOOK_AGAIN, address.name());
      } else if (error < 0) {
        requireEnd(error);
        return false;
      }
    }
  }

  /** A file that was cut off ends in any way. */
  private void requireEnd(int error) throws IOException {
    boolean cutOff = address.isFile() && error != avutil.AVERROR_EIO();
    if (error != avutil.AVERROR_EOF() && !cutOff) {
      throw new IOException(address.name() + ": " + Ffmpeg.message(error));
    }
  }

  private static void free(@Nullable FfmpegHosts hosts) {
    if (hosts != null) {
      hosts.close();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avformat.avformat_close_input(container);
      free(hosts);
    }
  }
}
