package org.skipconv.models.vision;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A camera on loopback: RTSP with RTP inside of its connection (RFC 2326, RFC 6184), as much of it
 * as a client needs that asks for TCP. Shows a clip again and again; can be stopped, started again
 * on the same port, made to damage what it sends, to show another clip, and to fall silent.
 */
final class RtspServer implements AutoCloseable {
  private static final int LARGEST_PACKET = 1200;
  private static final int CLOCK = 90_000;

  private final int millisPerFrame;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile H264Clip clip;
  private volatile boolean damaging;
  private volatile boolean silent;
  private volatile int first;
  private volatile boolean running;
  private volatile ServerSocket listener;
  private int port;

  RtspServer(H264Clip clip, int millisPerFrame) throws IOException {
    this.clip = clip;
    this.millisPerFrame = millisPerFrame;
    start();
  }

  URI address() {
    return URI.create("rtsp://user:secret@127.0.0.1:" + port + "/live");
  }

  /** Number of clients that were shown the clip so far. */
  int sessions() {
    return sessions.get();
  }

  void show(H264Clip other) {
    clip = other;
  }

  /** Later clients come in at this frame of the clip. */
  void beginAt(int frame) {
    first = frame;
  }

  void damage(boolean on) {
    damaging = on;
  }

  void silence(boolean on) {
    silent = on;
  }

  void start() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    port = socket.getLocalPort();
    listener = socket;
    running = true;
    daemon(() -> accept(socket));
  }

  /** Breaks all connections. */
  void stop() throws IOException {
    running = false;
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private static void daemon(Runnable run) {
    Thread thread = new Thread(run, "rtsp-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket socket) {
    while (running) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        daemon(() -> serve(connection));
      } catch (IOException e) {
        return; // Stopped.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (true) {
        String request = request(in);
        if (request == null || !answer(request, connection)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went, or the server was stopped.
    } finally {
      connections.remove(connection);
    }
  }

  /** Lines up to an empty one; packets of the client's in between are passed over. */
  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (text.size() == 0 && next == '$') {
        in.read();
        in.skipNBytes(in.read() << 8 | in.read());
        continue;
      }
      text.write(next);
      if (text.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
        return text.toString(StandardCharsets.US_ASCII);
      }
    }
    return null;
  }

  private boolean answer(String request, Socket connection) throws IOException {
    String method = request.substring(0, request.indexOf(' '));
    String number = request.replaceAll("(?s).*CSeq: *(\\d+).*", "$1");
    String head = "RTSP/1.0 200 OK\r\nCSeq: " + number + "\r\nSession: 1\r\n";
    String body = "";
    switch (method) {
      case "OPTIONS" -> head += "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n";
      case "DESCRIBE" -> {
        body = description();
        head += "Content-Type: application/sdp\r\nContent-Length: " + body.length() + "\r\n";
      }
      case "SETUP" -> head += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
      default -> {}
    }
    OutputStream out = connection.getOutputStream();
    synchronized (out) {
      out.write((head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    if (method.equals("PLAY")) {
      sessions.incrementAndGet();
      daemon(() -> play(connection, out));
    }
    return !method.equals("TEARDOWN");
  }

  private String description() {
    Base64.Encoder text = Base64.getEncoder();
    return String.join(
        "\r\n",
        "v=0",
        "o=- 0 0 IN IP4 127.0.0.1",
        "s=camera",
        "c=IN IP4 0.0.0.0",
        "t=0 0",
        "m=video 0 RTP/AVP 96",
        "a=rtpmap:96 H264/90000",
        "a=fmtp:96 packetization-mode=1;sprop-parameter-sets="
            + text.encodeToString(clip.sequence())
            + ","
            + text.encodeToString(clip.parameters()),
        "a=control:track0",
        "");
  }

  private void play(Socket connection, OutputStream out) {
    try {
      Packets packets = new Packets(out);
      int sent = 0;
      H264Clip shown = clip;
      for (int i = first; running && !connection.isClosed(); i++) {
        if (shown != clip || i == shown.frames().size()) {
          shown = clip;
          i = 0;
        }
        if (!silent) {
          packets.frame(shown, i, sent);
        }
        sent++;
        Thread.sleep(millisPerFrame);
      }
    } catch (IOException | InterruptedException e) {
      // The client went, or the server was stopped.
    }
  }

  /** RTP packets of one session. */
  private final class Packets {
    private final OutputStream out;
    private int sequence;
    private int time;

    Packets(OutputStream out) {
      this.out = out;
    }

    void frame(H264Clip of, int number, int sent) throws IOException {
      time = (int) ((long) sent * millisPerFrame * CLOCK / 1000);
      if (number == 0) {
        unit(of.sequence(), false);
        unit(of.parameters(), false);
      }
      List<byte[]> units = of.frames().get(number);
      for (int i = 0; i < units.size(); i++) {
        byte[] unit = damaging && number % 5 == 3 ? damaged(units.get(i)) : units.get(i);
        unit(unit, i == units.size() - 1);
      }
      out.flush();
    }

    /** Its second half is turned over. */
    private byte[] damaged(byte[] unit) {
      byte[] damaged = unit.clone();
      for (int i = damaged.length / 2; i < damaged.length; i++) {
        damaged[i] ^= 0x55;
      }
      return damaged;
    }

    private void unit(byte[] unit, boolean last) throws IOException {
      if (unit.length <= LARGEST_PACKET) {
        packet(unit, last);
        return;
      }
      // Fragments: type 28, the unit's own type after it, with bits for start and end.
      for (int at = 1; at < unit.length; at += LARGEST_PACKET) {
        int length = Math.min(LARGEST_PACKET, unit.length - at);
        boolean end = at + length == unit.length;
        ByteBuffer fragment = ByteBuffer.allocate(2 + length);
        fragment.put((byte) ((unit[0] & 0xe0) | 28));
        fragment.put((byte) ((at == 1 ? 0x80 : 0) | (end ? 0x40 : 0) | (unit[0] & 0x1f)));
        fragment.put(unit, at, length);
        packet(fragment.array(), last && end);
      }
    }

    private void packet(byte[] payload, boolean last) throws IOException {
      ByteBuffer packet = ByteBuffer.allocate(4 + 12 + payload.length);
      packet.put((byte) '$').put((byte) 0).putShort((short) (12 + payload.length));
      packet.put((byte) 0x80).put((byte) (96 | (last ? 0x80 : 0)));
      packet.putShort((short) sequence++).putInt(time).putInt(1).put(payload);
      synchronized (out) {
        out.write(packet.array());
      }
    }
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
