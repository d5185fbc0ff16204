package org.skipconv.gates.training;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The input as a session under CARRY holds it: a pixel is taken over when the mean over channels of
 * |x - held| is above a threshold.
 */
record HeldInput(float threshold) {

  Tensor hold(Tensor frames, Clips clips) {
    if (threshold == 0 || clips.frames() == 1) {
      return frames.contiguous(torch.MemoryFormat.ChannelsLast).mul(new Scalar(1f));
    }
    return NoGrad.get(() -> heldFrames(frames, clips));
  }

  private Tensor heldFrames(Tensor frames, Clips clips) {
    Tensor[] held = new Tensor[clips.frames()];
    Tensor[] all = clips.each(frames);
    held[0] = all[0];
    Scalar limit = new Scalar((double) threshold * frames.size(1));
    for (int t = 1; t < held.length; t++) {
      Tensor x = all[t];
      Tensor change = x.sub(held[t - 1]).abs().sum(new long[] {1}, true, new ScalarTypeOptional());
      held[t] = torch.where(change.gt(limit), x, held[t - 1]);
    }
    return Clips.join(held).contiguous(torch.MemoryFormat.ChannelsLast);
  }
}
