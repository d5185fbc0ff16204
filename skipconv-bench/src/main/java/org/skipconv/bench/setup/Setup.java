package org.skipconv.bench.setup;

import org.skipconv.bench.footage.Footage;
import org.skipconv.bench.model.Model;
import org.skipconv.bench.model.Truth;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.vision.CropWindow;

/**
 * What is to be measured.
 *
 * @param command that asked for it
 * @param model of which the network is
 * @param network with its weights
 * @param weights where they come from, in words
 * @param trained false when the weights are generated, so that results mean nothing
 * @param footage to look at
 * @param start number of its first frame
 * @param frames at most so many, null for all
 * @param crop what the network sees of a picture, null for the model's usual view
 * @param truth what is in the footage, null when nobody has said
 * @param gating of the skip path
 */
public record Setup(
    String command,
    Model model,
    SkipNetwork network,
    String weights,
    boolean trained,
    Footage footage,
    int start,
    Integer frames,
    CropWindow crop,
    Truth truth,
    Gating gating) {

  /** The same on other footage, from its first frame on. */
  public Setup on(Footage other) {
    return new Setup(
        command, model, network, weights, trained, other, 0, frames, crop, truth, gating);
  }

  /** The same on a part of the footage. */
  public Setup on(Part part) {
    return new Setup(
        command,
        model,
        network,
        weights,
        trained,
        footage,
        part.start(),
        part.frames(),
        part.crop(),
        truth,
        gating);
  }

  /** Whether one more frame is wanted after so many. */
  public boolean wants(int framesSoFar) {
    return frames == null || framesSoFar < frames;
  }

  /** How many frames there will be, or -1 when nobody knows. */
  public long expected(Footage.Frames opened) {
    long remaining = opened.remaining();
    if (frames == null) {
      return remaining;
    }
    return remaining < 0 ? frames : Math.min(frames, remaining);
  }

  public int threads() {
    return gating.options().threads();
  }
}
