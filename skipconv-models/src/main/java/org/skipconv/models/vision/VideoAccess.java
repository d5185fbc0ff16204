package org.skipconv.models.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a video file may make FFmpeg do. A playlist (HLS, DASH, ffconcat) or a session description
 * looks like a video and names others: files of this machine, or addresses in the network that it
 * stands in. So only files that hold their pictures themselves are read unless more is asked for.
 *
 * <pre>{@code
 * VideoReader.open(path, VideoAccess.SINGLE_FILES.withFormats("hls").withProtocols("https", "tls", "tcp"))
 * }</pre>
 */
public final class VideoAccess {
  /** The usual containers and raw streams, from files alone. */
  public static final VideoAccess SINGLE_FILES =
      new VideoAccess(
          List.of(
              "mov", // mp4, m4v, 3gp, too
              "matroska", // webm, too
              "avi",
              "mpegts",
              "mpeg",
              "mpegvideo",
              "m4v",
              "h264",
              "hevc",
              "obu",
              "ivf",
              "flv",
              "asf",
              "ogg",
              "mxf",
              "dv",
              "mjpeg",
              "gif",
              "yuv4mpegpipe"),
          List.of("file"));

  private final Set<String> formats;
  private final Set<String> protocols;

  private VideoAccess(List<String> formats, List<String> protocols) {
    this.formats = Collections.unmodifiableSet(new LinkedHashSet<>(formats));
    this.protocols = Collections.unmodifiableSet(new LinkedHashSet<>(protocols));
  }

  /**
   * Returns the same with more formats.
   *
   * @param more FFmpeg's names of demuxers, such as {@code hls} or {@code concat}
   */
  public VideoAccess withFormats(String... more) {
    return new VideoAccess(joined(formats, more), List.copyOf(protocols));
  }

  /**
   * Returns the same with more protocols.
   *
   * @param more FFmpeg's names, such as {@code https}, which needs {@code tls} and {@code tcp}
   */
  public VideoAccess withProtocols(String... more) {
    return new VideoAccess(List.copyOf(formats), joined(protocols, more));
  }

  private static List<String> joined(Set<String> names, String... more) {
    for (String name : more) {
      if (!name.matches("[a-z0-9_]+")) {
        throw new IllegalArgumentException(
            "FFmpeg's names are of small letters and digits, but this is \"" + name + "\"");
      }
    }
    List<String> joined = new ArrayList<>(names);
    joined.addAll(Arrays.asList(more));
    return joined;
  }

  /** FFmpeg's names of the containers that are read. */
  public Set<String> formats() {
    return formats;
  }

  /** FFmpeg's names of the protocols by which anything is opened. */
  public Set<String> protocols() {
    return protocols;
  }

  @Override
  public String toString() {
    return "formats " + formats + " by " + protocols;
  }
}
