package org.skipconv.models.vision;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's library as a whole. */
final class Ffmpeg {
  private static final int LONGEST_MESSAGE = 256;

  private Ffmpeg() {}

  /** FFmpeg writes to the standard error stream by itself; errors reach us as codes. */
  static void quiet() {
    avutil.av_log_set_level(avutil.AV_LOG_FATAL);
  }

  /** Returns FFmpeg's words for a code. */
  static String message(int error) {
    byte[] text = new byte[LONGEST_MESSAGE];
    avutil.av_strerror(error, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }
}
