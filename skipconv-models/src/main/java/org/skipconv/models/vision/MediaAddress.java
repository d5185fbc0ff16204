package org.skipconv.models.vision;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Place that a video comes from.
 *
 * @param url as FFmpeg takes it
 * @param name for messages, without a password
 * @param host that is connected to, empty for none
 */
record MediaAddress(Medium medium, String url, String name, String host) {

  /** Ways to get at a video. */
  enum Medium {
    FILE("file"),
    CAMERA("file"),
    RTSP("tcp"),
    RTSPS("tls,tcp"),
    HTTP("http,tcp"),
    HTTPS("https,tls,tcp");

    /** Separated by commas. */
    private final String protocols;

    Medium(String protocols) {
      this.protocols = protocols;
    }
  }

  static MediaAddress ofFile(Path file) {
    // With the protocol before it no name of a file is taken for an address, such as concat:a|b.
    return new MediaAddress(Medium.FILE, "file:" + file.toAbsolutePath(), file.toString(), "");
  }

  static MediaAddress ofCamera(Path device) {
    return new MediaAddress(
        Medium.CAMERA, device.toAbsolutePath().toString(), device.toString(), "");
  }

  /**
   * Returns the place of an address in the network.
   *
   * @throws IllegalArgumentException when it is none that videos are read from
   */
  static MediaAddress of(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    Medium medium =
        switch (scheme) {
          case "rtsp" -> Medium.RTSP;
          case "rtsps" -> Medium.RTSPS;
          case "http" -> Medium.HTTP;
          case "https" -> Medium.HTTPS;
          default ->
              throw new IllegalArgumentException(
                  "videos are read from rtsp, rtsps, http, https and file addresses, but this is of"
                      + " scheme "
                      + scheme);
        };
    if (address.getHost() == null) {
      throw new IllegalArgumentException(
          "the address of a video needs a host, as in " + scheme + "://camera.example/stream");
    }
    return new MediaAddress(
        medium, address.toASCIIString(), named(address), host(address.getHost()));
  }

  /** Passwords stand before the host, and sometimes in the query. */
  static String named(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    String query = address.getRawQuery() == null ? "" : "?...";
    return address.getScheme()
        + "://"
        + address.getHost()
        + port
        + (address.getRawPath() == null ? "" : address.getRawPath())
        + query;
  }

  /** Returns one form of all that name the same host. */
  static String host(String name) {
    String host = name.toLowerCase(Locale.ROOT);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** FFmpeg's names of the protocols that the place needs. */
  List<String> protocols() {
    return List.of(medium.protocols.split(",", -1));
  }

  /** Whether it is a session with a camera or server, whose format is its own. */
  boolean isSession() {
    return medium == Medium.RTSP || medium == Medium.RTSPS;
  }

  boolean isFile() {
    return medium == Medium.FILE;
  }

  boolean isCamera() {
    return medium == Medium.CAMERA;
  }

  boolean isHttp() {
    return medium == Medium.HTTP || medium == Medium.HTTPS;
  }
}
