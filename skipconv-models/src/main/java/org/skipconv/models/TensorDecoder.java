package org.skipconv.models;

import java.util.Map;
import java.util.Optional;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.InputConvention;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;

/**
 * Meaning of the outputs of a network that somebody else made: named tensors in, a result in pixels
 * of the picture out. The same for every network of a family, whatever its weights and size. The
 * text of one ({@code toString}) says which outputs it reads. Immutable and thread-safe.
 *
 * @param <R> what is found in a frame, such as a pose or a list of detections
 */
public interface TensorDecoder<R> {

  /**
   * Refuses a network whose outputs are not those that this decoder reads.
   *
   * @param outputs sizes of all axes of each output by its name, the batch's 1 included
   * @param height height of the network's input
   * @param width width of the network's input
   * @throws IllegalArgumentException when they do not fit; the message says what is expected
   */
  void requireFit(Map<String, int[]> outputs, int height, int width);

  /**
   * Reads the outputs of one frame. Those that this decoder does not need may be there or not.
   *
   * @param outputs by name, with the axes that {@link #requireFit} was told
   * @param view where the network's input lay in the picture
   * @return what was found, in pixels of the picture
   * @throws IllegalArgumentException when the outputs are not those that this decoder reads
   */
  R decode(Map<String, Tensor> outputs, Placement view);

  /**
   * {@return this decoder with results that leave nothing out, however unsure it is: what {@link
   * #agreement} and a {@link Score} need to be told}
   */
  default TensorDecoder<R> unfiltered() {
    return this;
  }

  /** {@return a new comparison of unfiltered results with the dense network's} */
  Agreement<R> agreement();

  /**
   * {@return the measure of {@link #agreement} that calibration goes by; empty where results have
   * none, so that it goes by the outputs themselves}
   */
  default Optional<AgreementLoss> loss() {
    return Optional.empty();
  }

  /** {@return what networks of the family are usually shown} */
  default InputConvention convention() {
    return InputConvention.STRETCHED_UNIT;
  }

  /**
   * Draws a result over the picture in which it was found.
   *
   * @param overlay the picture and what is drawn on it
   * @param result what was found
   * @param labels false to draw shapes alone, where this machine has no fonts
   */
  void paint(Overlay overlay, R result, boolean labels);
}
