package org.skipconv.models;

import org.skipconv.core.FrameResult;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;

/** The outputs of a network as they are: there is nothing to decode and nothing to draw. */
record OutputsTask(SkipNetwork network) implements Task<FrameResult> {

  @Override
  public void requireFit(SkipNetwork other) {
    // Every network has outputs.
  }

  @Override
  public FrameResult decode(FrameResult result, Placement view) {
    return result;
  }

  @Override
  public Agreement<FrameResult> agreement() {
    return new OutputError(network);
  }

  @Override
  public Closeness closeness(SkipNetwork other) {
    return Closeness.ofOutputs(other);
  }

  @Override
  public void paint(Overlay overlay, FrameResult result, boolean labels) {
    // Numbers without a meaning have no shape.
  }
}
