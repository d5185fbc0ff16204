package org.skipconv.models.vision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What an encoder made of pictures, as units of H.264: parameters first, then those of each frame.
 */
final class H264Clip {
  private final byte[] sequence;
  private final byte[] parameters;
  private final List<List<byte[]>> frames;

  private H264Clip(byte[] sequence, byte[] parameters, List<List<byte[]>> frames) {
    this.sequence = sequence;
    this.parameters = parameters;
    this.frames = frames;
  }

  byte[] sequence() {
    return sequence;
  }

  byte[] parameters() {
    return parameters;
  }

  /** Units of each frame. */
  List<List<byte[]>> frames() {
    return frames;
  }

  /** Encodes noise that stays and a block that moves, so that frames have some size. */
  static H264Clip of(Path folder, int height, int width, int count) throws IOException {
    Path file = folder.resolve(height + "x" + width + "-" + count + ".mp4");
    try (VideoWriter writer = VideoWriter.open(file, height, width, 25)) {
      for (int i = 0; i < count; i++) {
        writer.write(picture(height, width, i));
      }
    }
    return of(file);
  }

  /** The picture that a frame was made of. */
  static RgbImage picture(int height, int width, int number) {
    RgbImage picture = RgbImageTest.noise(height, width, 7);
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      boolean moving = y < height / 2 && (x + width - 4 * number % width) % width < width / 4;
      rgb[i] = (byte) (moving ? 220 : 60 + (rgb[i] & 0x3f));
    }
    return picture;
  }

  static H264Clip of(Path mp4) {
    AVFormatContext container = new AVFormatContext(null);
    require(avformat.avformat_open_input(container, mp4.toString(), null, (AVDictionary) null));
    require(avformat.avformat_find_stream_info(container, (PointerPointer<?>) null));
    byte[] header = new byte[container.streams(0).codecpar().extradata_size()];
    container.streams(0).codecpar().extradata().get(header);
    // An avcC box: one sequence and one picture parameter set, each after its length.
    int length = (header[6] & 0xff) << 8 | (header[7] & 0xff);
    byte[] sequence = Arrays.copyOfRange(header, 8, 8 + length);
    int at = 8 + length + 1;
    int rest = (header[at] & 0xff) << 8 | (header[at + 1] & 0xff);
    byte[] parameters = Arrays.copyOfRange(header, at + 2, at + 2 + rest);
    List<List<byte[]>> frames = new ArrayList<>();
    AVPacket packet = avcodec.av_packet_alloc();
    while (avformat.av_read_frame(container, packet) >= 0) {
      byte[] data = new byte[packet.size()];
      new BytePointer(packet.data()).get(data);
      frames.add(units(data));
      avcodec.av_packet_unref(packet);
    }
    avcodec.av_packet_free(packet);
    avformat.avformat_close_input(container);
    return new H264Clip(sequence, parameters, frames);
  }

  private static List<byte[]> units(byte[] data) {
    List<byte[]> units = new ArrayList<>();
    for (int at = 0; at + 4 < data.length; ) {
      int length = ByteBuffer.wrap(data).getInt(at);
      units.add(Arrays.copyOfRange(data, at + 4, at + 4 + length));
      at += 4 + length;
    }
    return units;
  }

  private static void require(int error) {
    if (error < 0) {
      throw new IllegalStateException("FFmpeg says " + error);
    }
  }
}
