package org.skipconv.models;

import org.skipconv.core.FrameResult;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;

/**
 * Meaning of a network's outputs: how they become a result, how far two results agree, and how one
 * is drawn. The same for every network that finds the same things in the same form, whatever its
 * weights. Immutable and thread-safe.
 *
 * @param <R> what is found in a frame, such as a pose or a list of detections
 */
public interface Task<R> {

  /**
   * Refuses a network whose input or outputs are not those that this task reads.
   *
   * @param network a network
   * @throws IllegalArgumentException when it does not fit; the message says what it lacks
   */
  void requireFit(SkipNetwork network);

  /**
   * Reads the outputs of one frame, without regard to the frames before.
   *
   * @param result outputs of the network for that frame
   * @param view where the network's input lay in the picture
   * @return what was found, in pixels of the picture
   */
  R decode(FrameResult result, Placement view);

  /**
   * Opens a decoder for one stream, which finds what {@link #decode} finds, but may use that it has
   * seen the frames before.
   *
   * @param network that the results are of
   * @return the decoder
   */
  default StreamDecoder<R> decoder(SkipNetwork network) {
    return this::decode;
  }

  /**
   * {@return this task with results that leave nothing out, however unsure it is: what {@link
   * #agreement} and a {@link Score} need to be told}
   */
  default Task<R> unfiltered() {
    return this;
  }

  /** {@return a new comparison of unfiltered results with the dense network's} */
  Agreement<R> agreement();

  /**
   * {@return the distances of gated outputs from dense ones that calibration goes by}
   *
   * @param network a network
   */
  Closeness closeness(SkipNetwork network);

  /**
   * Draws a result over the picture in which it was found.
   *
   * @param overlay the picture and what is drawn on it
   * @param result what was found
   * @param labels false to draw shapes alone, where this machine has no fonts
   */
  void paint(Overlay overlay, R result, boolean labels);
}
