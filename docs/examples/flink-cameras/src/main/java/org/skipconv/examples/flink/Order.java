package org.skipconv.examples.flink;

/**
 * Order to look at some frames of a camera. It is all that travels to the subtask that has the
 * camera: a hundred bytes. The frames are opened there.
 *
 * @param camera number of the camera, from 0, by which orders are shared out
 * @param name of the camera, for people
 * @param address where its frames are: {@code rtsp://} or {@code http(s)://} of a live camera, of
 *     which the newest frame is taken, {@code file://} of a video, or {@code scene:} and a number
 *     for a simulated camera
 * @param first number of the first frame; a live camera's frames are counted as they come
 * @param count of frames
 * @param filmed when the first frame was filmed, in milliseconds since 1970; a live camera's frames
 *     have the time at which they arrived
 * @param frameRate frames a second, by which the times of the other frames follow
 * @param plan text of the gate plan that the camera has from here on; empty: as before
 */
public record Order(
    int camera,
    String name,
    String address,
    long first,
    int count,
    long filmed,
    double frameRate,
    String plan) {

  /** Time at which a frame of this order was filmed. */
  long time(long frame) {
    return filmed + Math.round((frame - first) * 1000 / frameRate);
  }
}
