package org.skipconv.bench.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.model.TrainingParts;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.training.GateTrainer;
import org.skipconv.gates.training.Trained;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.gates.training.TrainingResult;

/** What is written of a trained network is what was trained. */
class TrainingFileTest {
  private static final Size SIZE = new Size(65, 72);

  @TempDir private Path folder;

  @BeforeAll
  static void needsPyTorch() {
    TrainingParts.assume();
  }

  /** A training gives biases to layers that have none in a file. */
  @Test
  void aTrainedDetectorIsReadBackAsItWas() throws IOException {
    NamedModel<?> model = Models.named("efficientdet-tiny");
    SkipNetwork seeded = model.seeded(SIZE, 1).network();
    TrainingFrames frames = model.trainable().scenes(seeded, 1, 2, 6);
    TrainingResult result =
        GateTrainer.of(seeded)
            .train(Trained.NETWORK)
            .task(model.trainable().labelLoss())
            .batch(2, 2)
            .steps(3)
            .learningRate(0.02)
            .validation(0, 100, 1)
            .run(frames);
    SkipNetwork trained = result.network();
    assertThat(trained.convolutions().stream().filter(TrainingFileTest::hasBiasBeforePointwise))
        .as("layers to which this matters")
        .isNotEmpty();
    Path file = folder.resolve("detector.safetensors");
    new TrainingFile(model, SIZE, null, null).write(result, file, false);
    SkipNetwork read = model.load(SIZE, file).network();
    float[] picture = frames.frame(5);
    assertThat(farthest(trained, read, picture)).isLessThan(1e-3);
    assertThat(farthest(trained, seeded, picture)).isGreaterThan(0.1);
  }

  private static boolean hasBiasBeforePointwise(Node node) {
    if (!node.name().contains("predict.conv_dw")) {
      return false;
    }
    float largest = 0;
    for (float value : node.conv().bias().values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest > 0.01;
  }

  private static double farthest(SkipNetwork one, SkipNetwork other, float[] picture) {
    try (VideoSession a = one.open(SessionOptions.dense());
        VideoSession b = other.open(SessionOptions.dense())) {
      FrameResult x = a.next(FloatBuffer.wrap(picture));
      FrameResult y = b.next(FloatBuffer.wrap(picture));
      double most = 0;
      for (String output : one.outputs().keySet()) {
        most = Math.max(most, farthest(x.map(output), y.map(output)));
      }
      return most;
    }
  }

  private static double farthest(FeatureMap x, FeatureMap y) {
    double most = 0;
    for (int row = 0; row < x.shape().height(); row++) {
      for (int column = 0; column < x.shape().width(); column++) {
        for (int c = 0; c < x.shape().channels(); c++) {
          float one = x.get(c, row, column);
          float other = y.get(c, row, column);
          most = Math.max(most, Math.abs((double) one - other));
        }
      }
    }
    return most;
  }
}
