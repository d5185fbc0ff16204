package org.skipconv.models.onnx;

import org.skipconv.core.FrameResult;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.Agreement;
import org.skipconv.models.Closeness;
import org.skipconv.models.StreamDecoder;
import org.skipconv.models.Task;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;

/** The meaning that a decoder gives to a model's outputs. */
record OnnxTask<R>(OnnxModel model, TensorDecoder<R> tensors) implements Task<R> {

  OnnxTask {
    tensors.requireFit(
        model.outputs(),
        model.network().inputShape().height(),
        model.network().inputShape().width());
  }

  @Override
  public void requireFit(SkipNetwork network) {
    if (!network.outputs().keySet().equals(model.network().outputs().keySet())) {
      throw new IllegalArgumentException(
          "the outputs " + network.outputs().keySet() + " are not those of " + model);
    }
  }

  @Override
  public R decode(FrameResult result, Placement view) {
    try (OnnxOutputs outputs = new OnnxOutputs(model, 1)) {
      return tensors.decode(outputs.tensors(result, java.util.Map.of()), view);
    }
  }

  @Override
  public StreamDecoder<R> decoder(SkipNetwork network) {
    return new Decoder<>(tensors, new OnnxOutputs(model, 1));
  }

  /** Runs the tail only when one of its inputs changed. */
  private record Decoder<R>(TensorDecoder<R> tensors, OnnxOutputs outputs)
      implements StreamDecoder<R> {
    @Override
    public R decode(FrameResult result, Placement view) {
      return tensors.decode(outputs.tensors(result, java.util.Map.of()), view);
    }

    @Override
    public void close() {
      outputs.close();
    }
  }

  @Override
  public Task<R> unfiltered() {
    return new OnnxTask<>(model, tensors.unfiltered());
  }

  @Override
  public Agreement<R> agreement() {
    return tensors.agreement();
  }

  @Override
  public Closeness closeness(SkipNetwork network) {
    Closeness ofOutputs = Closeness.ofOutputs(network);
    return tensors
        .loss()
        .map(
            loss ->
                new Closeness(
                    loss.name(),
                    new ResultsLost<>(unfiltered(), loss, network.inputShape()),
                    ofOutputs.guide()))
        .orElse(ofOutputs);
  }

  @Override
  public void paint(Overlay overlay, R result, boolean labels) {
    tensors.paint(overlay, result, labels);
  }
}
