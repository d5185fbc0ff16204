package org.skipconv.models.vision;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext.Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at whatever a demuxer wants to open, and refuses hosts that nobody allowed. A redirection
 * is seen only once it was followed; nothing is read then.
 */
final class FfmpegHosts implements AutoCloseable {
  private static final Map<Long, FfmpegHosts> LISTS = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Set<String> LOCAL = Set.of("", "file", "data");
  private static final Set<String> REMOTE = Set.of("http", "https", "tcp", "tls");

  private static final Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer
      CALLBACK = Unscoped.of(Check::new);

  private final long number = NUMBERS.incrementAndGet();
  private final Set<String> hosts;
  private @Nullable Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer opener;
  private volatile @Nullable String refused;

  FfmpegHosts(Set<String> hosts) {
    this.hosts = hosts;
    LISTS.put(number, this);
  }

  /** A number in the place of an address, which FFmpeg keeps for us. */
  private static final class Tag extends Pointer {
    Tag(long number) {
      address = number;
    }
  }

  /** Called by FFmpeg. */
  private static final class Check
      extends Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer {
    @Override
    @SuppressWarnings("rawtypes")
    public int call(
        AVFormatContext container,
        PointerPointer opened,
        BytePointer url,
        int flags,
        PointerPointer options) {
      Pointer tag = container.opaque();
      FfmpegHosts list = LISTS.get(tag == null ? 0 : tag.address());
      return list == null
          ? avutil.AVERROR_EACCES()
          : list.open(container, opened, url, flags, options);
    }
  }

  void attachTo(AVFormatContext container) {
    opener = container.io_open();
    container.opaque(new Tag(number));
    container.io_open(CALLBACK);
  }

  @SuppressWarnings("rawtypes")
  private int open(
      AVFormatContext container,
      PointerPointer opened,
      BytePointer url,
      int flags,
      PointerPointer options) {
    String address = url.getString(StandardCharsets.UTF_8);
    if (opener == null || !allows(address)) {
      return refuse(address);
    }
    int error = opener.call(container, opened, url, flags, options);
    if (error < 0) {
      return error;
    }
    AVIOContext connection = new AVIOContext(opened.get(0));
    String reached = location(connection);
    if (!allows(reached)) {
      avformat.avio_close(connection);
      opened.put(0, (Pointer) null);
      return refuse(reached);
    }
    return error;
  }

  private int refuse(String address) {
    String host = hostOf(address);
    refused = host == null ? "an address" : "host " + host;
    return avutil.AVERROR_EACCES();
  }

  /** Returns where an HTTP connection ended after redirections, empty for what knows none. */
  private static String location(AVIOContext connection) {
    try (PointerPointer<BytePointer> value = new PointerPointer<>(1);
        BytePointer name = new BytePointer("location")) {
      value.put(0, (Pointer) null);
      int error = avutil.av_opt_get(connection, name, avutil.AV_OPT_SEARCH_CHILDREN, value);
      BytePointer text = value.get(BytePointer.class, 0);
      if (error < 0 || text == null || text.isNull()) {
        return "";
      }
      String location = text.getString(StandardCharsets.UTF_8);
      avutil.av_free(text);
      return location;
    }
  }

  boolean allows(String address) {
    String scheme = schemeOf(address);
    if (LOCAL.contains(scheme)) {
      return true; // Whether files are, says the list of protocols.
    }
    String host = hostOf(address);
    return REMOTE.contains(scheme) && host != null && hosts.contains(host);
  }

  /** Without what only decrypts the rest. */
  private static String inner(String address) {
    return address.startsWith("crypto+") || address.startsWith("crypto:")
        ? address.substring("crypto+".length())
        : address;
  }

  private static String schemeOf(String address) {
    String inner = inner(address);
    int colon = inner.indexOf(':');
    if (colon <= 0 || !inner.substring(0, colon).matches("[A-Za-z0-9+.,-]+")) {
      return "";
    }
    return inner.substring(0, colon);
  }

  /** Parts an address where FFmpeg does, which is what counts; null when it has no host. */
  static @Nullable String hostOf(String address) {
    String inner = inner(address);
    int start = inner.indexOf("://");
    if (start < 0) {
      return null;
    }
    int begin = start + 3;
    int end = begin;
    while (end < inner.length() && "/?#".indexOf(inner.charAt(end)) < 0) {
      end++;
    }
    String authority = inner.substring(begin, end);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int bracket = host.indexOf(']');
    int colon = host.indexOf(':', host.startsWith("[") ? Math.max(bracket, 0) : 0);
    return MediaAddress.host(colon < 0 ? host : host.substring(0, colon));
  }

  /** Address that was refused, null for none. */
  @Nullable String refused() {
    return refused;
  }

  @Override
  public void close() {
    LISTS.remove(number);
  }
}
