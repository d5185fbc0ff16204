package org.skipconv.models.vision;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames of one opened file, connection or camera, decoded by FFmpeg. */
final class FfmpegSource extends FrameSource {
  private static final Logger LOG = LoggerFactory.getLogger(VideoSource.class);

  /** AV_FRAME_FLAG_CORRUPT and AV_FRAME_FLAG_KEY. */
  private static final int CORRUPT = 1;

  private static final int KEY = 2;
  private static final int MATRIX_VALUES = 9;

  /**
   * Frames after a damaged one that show its damage, unless a key frame ends it. A stream may have
   * no key frames and renew its picture strip by strip.
   */
  private static final int DAMAGE_LASTS = 250;

  /** A multipart stream of pictures says nothing about time. */
  private static final String WITHOUT_CLOCK = "mpjpeg";

  private final MediaAddress address;
  private final SourceOptions options;
  private final SourceCounters counters;
  private final FfmpegWatch watch;
  private final FfmpegInput input;
  private final AVStream stream;
  private final AVCodecContext codec;
  private final AVPacket packet;
  private final AVFrame frame;
  private final RgbConversion conversion = new RgbConversion();
  private final double tick;
  private final boolean clock;
  private final boolean live;
  private final double frameRate;
  private final long frameCount;
  private UprightShape shape;
  private FrameFacts facts = new FrameFacts(-1, null, Instant.EPOCH, false, 0);
  private long firstTime = avutil.AV_NOPTS_VALUE;
  private long firstNanos;

  /** End of the last packet, in ticks; smallest value when unknown. */
  private long reached = Long.MIN_VALUE;

  private boolean draining;
  private boolean ended;

  /** Whether a packet was lost since the last frame. */
  private boolean broken;

  private int damageLeft;
  private boolean closed;

  private FfmpegSource(
      MediaAddress address,
      SourceOptions options,
      SourceCounters counters,
      FfmpegWatch watch,
      FfmpegInput input)
      throws IOException {
    this.address = address;
    this.options = options;
    this.counters = counters;
    this.watch = watch;
    this.input = input;
    this.stream = input.stream();
    AVRational base = stream.time_base();
    this.tick = (double) base.num() / Math.max(1, base.den());
    this.clock = !input.format().equals(WITHOUT_CLOCK);
    this.live = input.isLive();
    this.frameRate = announcedRate();
    this.frameCount = live ? -1 : announcedFrames();
    this.shape = announcedShape();
    this.codec = decoder();
    this.packet = avcodec.av_packet_alloc();
    this.frame = avutil.av_frame_alloc();
  }

  /**
   * Opens a place.
   *
   * @param watch over all that is waited for, closed with the source
   */
  static FfmpegSource open(
      MediaAddress address, SourceOptions options, SourceCounters counters, FfmpegWatch watch)
      throws IOException {
    FfmpegInput input = FfmpegInput.open(address, options, watch);
    try {
      return new FfmpegSource(address, options, counters, watch, input);
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  private UprightShape announcedShape() throws IOException {
    AVCodecParameters announced = stream.codecpar();
    if (announced.width() < 1 || announced.height() < 1) {
      throw new IOException(address.name() + ": there is no video in it");
    }
    requireSize(announced.height(), announced.width());
    AVPacketSideData matrix =
        announced.nb_coded_side_data() == 0
            ? null
            : avcodec.av_packet_side_data_get(
                announced.coded_side_data(),
                announced.nb_coded_side_data(),
                avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    Orientation turn =
        matrix == null ? Orientation.UPRIGHT : orientation(matrix.data(), matrix.size());
    return shape(announced.height(), announced.width(), null, turn);
  }

  private void requireSize(int height, int width) throws IOException {
    if ((long) height * width > PictureFile.MAX_PIXELS) {
      throw new IOException(
          address.name()
              + ": it has frames of "
              + height
              + "x"
              + width
              + "; allowed are "
              + PictureFile.MAX_PIXELS
              + " pixels");
    }
  }

  private static Orientation orientation(BytePointer matrix, long bytes) {
    if (bytes < (long) MATRIX_VALUES * Integer.BYTES) {
      return Orientation.UPRIGHT;
    }
    int[] values = new int[MATRIX_VALUES];
    new IntPointer(matrix).get(values);
    return Orientation.ofMatrix(values);
  }

  private UprightShape shape(int height, int width, @Nullable AVFrame of, Orientation turn) {
    if (!options.uprightFrames()) {
      return new UprightShape(height, width, Orientation.UPRIGHT);
    }
    AVRational aspect = avformat.av_guess_sample_aspect_ratio(input.container(), stream, of);
    double ratio = aspect.num() > 0 && aspect.den() > 0 ? quotient(aspect) : 0;
    return UprightShape.of(height, width, ratio, turn);
  }

  private static double quotient(AVRational ratio) {
    return (double) ratio.num() / ratio.den();
  }

  private AVCodecContext decoder() throws IOException {
    AVCodec kind = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (kind == null) {
      throw new IOException(address.name() + ": this FFmpeg has no decoder for its video");
    }
    AVCodecContext decoder = avcodec.avcodec_alloc_context3(kind);
    avcodec.avcodec_parameters_to_context(decoder, stream.codecpar());
    decoder.pkt_timebase(stream.time_base());
    AVDictionary asked = new AVDictionary(null);
    avutil.av_dict_set(asked, "max_pixels", Integer.toString(PictureFile.MAX_PIXELS), 0);
    // Decoding on threads of FFmpeg's own would disturb the times measured beside it.
    avutil.av_dict_set(asked, "threads", "1", 0);
    int error = avcodec.avcodec_open2(decoder, kind, asked);
    avutil.av_dict_free(asked);
    if (error < 0) {
      avcodec.avcodec_free_context(decoder);
      throw new IOException(address.name() + ": its decoder fails: " + Ffmpeg.message(error));
    }
    return decoder;
  }

  @Override
  int height() {
    return shape.uprightHeight();
  }

  @Override
  int width() {
    return shape.uprightWidth();
  }

  private double announcedRate() {
    AVRational mean = stream.avg_frame_rate();
    AVRational rate = mean.num() > 0 && mean.den() > 0 ? mean : stream.r_frame_rate();
    return rate.num() > 0 && rate.den() > 0 ? quotient(rate) : 0;
  }

  private long announcedFrames() {
    if (stream.nb_frames() > 0) {
      return stream.nb_frames();
    }
    long micros = input.container().duration();
    long frames = micros > 0 ? Math.round(micros / 1e6 * frameRate) : 0;
    return frames > 0 ? frames : -1;
  }

  // Known from the start, so that asking is safe when the source is closed.

  @Override
  double frameRate() {
    return frameRate;
  }

  @Override
  long frameCount() {
    return frameCount;
  }

  @Override
  boolean isLive() {
    return live;
  }

  @Override
  FrameFacts facts() {
    return facts;
  }

  @Override
  boolean advance() throws IOException {
    while (!ended) {
      int error = avcodec.avcodec_receive_frame(codec, frame);
      if (error >= 0) {
        if (reach()) {
          return true;
        }
      } else if (error == avutil.AVERROR_EOF()) {
        end();
      } else if (error == avutil.AVERROR_EAGAIN()) {
        feed();
      } else {
        broken = true;
      }
    }
    return false;
  }

  /** Gives the decoder the next packet, or says that there are no more. */
  private void feed() throws IOException {
    if (draining) {
      end();
      return;
    }
    if (!input.read(packet)) {
      draining = true;
      avcodec.avcodec_send_packet(codec, (AVPacket) null);
      return;
    }
    long start = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    if (start != avutil.AV_NOPTS_VALUE) {
      reached = Math.max(reached, start + Math.max(0, packet.duration()));
    }
    broken |= (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
    // An empty packet repeats the frame before it; the decoder would take it for the end.
    if (packet.size() > 0) {
      int error = avcodec.avcodec_send_packet(codec, packet);
      broken |= error < 0 && error != avutil.AVERROR_EAGAIN();
    }
    avcodec.av_packet_unref(packet);
  }

  /** Takes what the decoder made; false for a frame that is left out. */
  private boolean reach() throws IOException {
    requireSize(frame.height(), frame.width());
    AVFrameSideData matrix =
        avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
    Orientation turn =
        matrix == null ? Orientation.UPRIGHT : orientation(matrix.data(), matrix.size());
    shape = shape(frame.height(), frame.width(), frame, turn);
    boolean damaged = judge();
    facts = new FrameFacts(facts.number() + 1, time(), Instant.now(), damaged, 0);
    if (damaged) {
      counters.damaged.incrementAndGet();
      if (!options.damagedFrames()) {
        counters.leftOut.incrementAndGet();
        return false;
      }
    }
    return true;
  }

  /** Whether the frame shows damage; a key frame shows only its own. */
  private boolean judge() {
    boolean own = (frame.flags() & CORRUPT) != 0 || frame.decode_error_flags() != 0;
    boolean key = (frame.flags() & KEY) != 0;
    if (own || (broken && !key)) {
      damageLeft = DAMAGE_LASTS;
    } else {
      damageLeft = key ? 0 : Math.max(0, damageLeft - 1);
    }
    broken = false;
    return damageLeft > 0;
  }

  /** Frames from a camera or server that come without a time have that of their arrival. */
  private @Nullable Duration time() {
    long now = System.nanoTime();
    firstNanos = facts.number() < 0 ? now : firstNanos;
    long elapsed = now - firstNanos;
    long stamp = frame.best_effort_timestamp();
    boolean sent = live || address.isSession();
    boolean stamped = clock && stamp != avutil.AV_NOPTS_VALUE;
    if (!stamped) {
      return sent ? Duration.ofNanos(elapsed) : null;
    }
    if (firstTime == avutil.AV_NOPTS_VALUE) {
      // As late as the frames before it, which had no time, are long.
      double before = frameRate > 0 ? (facts.number() + 1) / frameRate : elapsed / 1e9;
      firstTime = stamp - Math.round(before / tick);
    }
    return Duration.ofNanos(Math.round((stamp - firstTime) * tick * 1e9));
  }

  /** FFmpeg ends a file that was cut off as it does a whole one. */
  private void end() throws IOException {
    ended = true;
    if (facts.number() < 0) {
      throw new IOException(address.name() + ": there is no frame in it that FFmpeg can decode");
    }
    long duration = stream.duration();
    long start = stream.start_time() == avutil.AV_NOPTS_VALUE ? 0 : stream.start_time();
    if (duration == avutil.AV_NOPTS_VALUE || reached == Long.MIN_VALUE || live) {
      return;
    }
    double missing = (start + duration - reached) * tick;
    // Containers round, and some count from the first packet that is shown.
    double allowed = Math.max(0.5, 2 / Math.max(1e-3, frameRate));
    if (missing > allowed) {
      LOG.warn(
          "{} ends after {} s, though it announces {} s",
          address.name(),
          (reached - start) * tick,
          duration * tick);
    }
  }

  @Override
  void read(RgbImage into) throws IOException {
    try {
      conversion.convert(frame, shape, into);
    } catch (IOException e) {
      throw new IOException(address.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  void cancel() {
    watch.cancel();
  }

  /** Leaves the watch to whoever opens the next connection under it. */
  void disconnect() {
    if (!closed) {
      closed = true;
      conversion.close();
      avutil.av_frame_free(frame);
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(codec);
      input.close();
    }
  }

  @Override
  public void close() {
    disconnect();
    watch.close();
  }
}
