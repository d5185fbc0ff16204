package org.skipconv.models.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Limits to what a video makes FFmpeg open. A playlist (HLS, DASH, ffconcat) or a session
 * description looks like a video and names others: files of this machine, or addresses in the
 * network that it stands in. So only videos that hold their pictures themselves are read unless
 * more is asked for.
 *
 * <pre>{@code
 * VideoAccess access = VideoAccess.SINGLE_FILES.withFormats("hls").withHosts("cdn.example.com");
 * VideoSource.open(address, SourceOptions.live().withAccess(access));
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
          List.of("file"),
          List.of());

  /** Demuxers that open what they name by themselves, so that nobody can look at the host. */
  private static final Set<String> UNWATCHED = Set.of("concat", "sdp", "imf", "webm_dash_manifest");

  private final Set<String> formats;
  private final Set<String> protocols;
  private final Set<String> hosts;

  private VideoAccess(List<String> formats, List<String> protocols, List<String> hosts) {
    this.formats = Collections.unmodifiableSet(new LinkedHashSet<>(formats));
    this.protocols = Collections.unmodifiableSet(new LinkedHashSet<>(protocols));
    this.hosts = Collections.unmodifiableSet(new LinkedHashSet<>(hosts));
  }

  /**
   * {@return the same with more formats}
   *
   * @param more FFmpeg's names of demuxers, such as {@code hls} or {@code concat}
   */
  public VideoAccess withFormats(String... more) {
    return new VideoAccess(joined(formats, more), List.copyOf(protocols), List.copyOf(hosts));
  }

  /**
   * {@return the same with more protocols} Those of an address that is opened itself need not be
   * named; a playlist on the disk needs {@code https}, {@code tls} and {@code tcp} for others.
   *
   * @param more FFmpeg's names
   */
  public VideoAccess withProtocols(String... more) {
    return new VideoAccess(List.copyOf(formats), joined(protocols, more), List.copyOf(hosts));
  }

  /**
   * {@return the same with more hosts that a playlist may name} The host of an address that is
   * opened itself need not be named; all others are refused.
   *
   * @param more names or numbers as they stand in addresses, without port
   */
  public VideoAccess withHosts(String... more) {
    List<String> joined = new ArrayList<>(hosts);
    for (String host : more) {
      if (!host.matches("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+]?")) {
        throw new IllegalArgumentException(
            "a host is a name or number without port, but this is \"" + host + "\"");
      }
      joined.add(MediaAddress.host(host));
    }
    return new VideoAccess(List.copyOf(formats), List.copyOf(protocols), joined);
  }

  /** Returns what an address may open: nothing of this machine, by its own protocol, its host. */
  VideoAccess at(MediaAddress address) {
    List<String> allowed = new ArrayList<>(protocols);
    allowed.remove("file");
    allowed.addAll(address.protocols());
    List<String> read = address.isSession() ? List.of("rtsp") : joined(formats, "mpjpeg");
    List<String> known = new ArrayList<>(hosts);
    known.add(address.host());
    return new VideoAccess(read, allowed, known);
  }

  /** Whether anything but files of this machine may be opened. */
  boolean reachesOut() {
    return !protocols.equals(Set.of("file"));
  }

  /** Refuses formats whose hosts nobody can look at, where hosts can be reached. */
  void requireWatched() {
    for (String format : formats) {
      if (reachesOut() && UNWATCHED.contains(format)) {
        throw new IllegalArgumentException(
            "format "
                + format
                + " names others that FFmpeg opens whatever their host; allowed together with it is"
                + " protocol file alone, not "
                + protocols);
      }
    }
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

  /** {@return FFmpeg's names of the containers that are read} */
  public Set<String> formats() {
    return formats;
  }

  /** {@return FFmpeg's names of the protocols by which anything is opened} */
  public Set<String> protocols() {
    return protocols;
  }

  /**
   * {@return the hosts that may be connected to beside that of an address that is opened itself}
   */
  public Set<String> hosts() {
    return hosts;
  }

  @Override
  public String toString() {
    return "formats " + formats + " by " + protocols + (hosts.isEmpty() ? "" : " from " + hosts);
  }
}
