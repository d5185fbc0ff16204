package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.testing.TestData;

/** What the authors' released operator gives: {@code golden/skipconv_release_vectors.json}. */
record ReleasedVectors(List<Case> cases) {
  private static final double FLOAT_SUM = 1e-6;

  static ReleasedVectors read() throws IOException {
    Path file = TestData.require("golden/skipconv_release_vectors.json");
    try (Reader reader = Files.newBufferedReader(file)) {
      return new Gson().fromJson(reader, ReleasedVectors.class);
    }
  }

  /** One layer and its video. */
  record Case(
      String name,
      String gate,
      float eps,
      int block,
      @SerializedName("in_channels") int inChannels,
      @SerializedName("out_channels") int outChannels,
      int kernel,
      int stride,
      int padding,
      int height,
      int width,
      @SerializedName("change_scale") double changeScale,
      List<Frame> frames) {

    @Override
    public String toString() {
      return name;
    }

    SkipNetwork network() {
      float[] weight = new float[outChannels * inChannels * kernel * kernel];
      double scale = Math.sqrt(3.0 / (inChannels * kernel * kernel));
      for (int i = 0; i < weight.length; i++) {
        weight[i] = (float) (scale * unit(100, i));
      }
      SkipNetwork.Builder builder = SkipNetwork.builder("released");
      Node input = builder.input(inChannels, height, width);
      ConvSpec spec =
          ConvSpec.of(kernel).withStride(stride).withPadding(Padding.symmetric(padding));
      Tensor kernels = Tensor.of(weight, outChannels, inChannels, kernel, kernel);
      builder.output("out", builder.conv("conv", input, spec, kernels, null));
      return builder.build();
    }

    /** The learned gate of the Gumbel cases. */
    GumbelGate gumbelGate() {
      float[] weight = new float[inChannels * kernel * kernel];
      for (int i = 0; i < weight.length; i++) {
        weight[i] = (float) (2 * unit(101, i));
      }
      return GumbelGate.of(Tensor.of(weight, 1, inChannels, kernel, kernel), -0.06f, block);
    }

    /** The video: a patch that moves, and faint noise everywhere. */
    Tensor[] video() {
      double[] x = new double[inChannels * height * width];
      Tensor[] video = new Tensor[frames.size()];
      for (int f = 0; f < video.length; f++) {
        for (int i = 0; i < x.length; i++) {
          x[i] = f == 0 ? unit(1, i) : x[i] + change(f, i);
        }
        float[] values = new float[x.length];
        for (int i = 0; i < x.length; i++) {
          values[i] = (float) x[i];
        }
        video[f] = Tensor.of(values, 1, inChannels, height, width);
      }
      return video;
    }

    private double change(int f, int i) {
      int row = i / width % height;
      int column = i % width;
      boolean patch = Math.abs(row - 3 * f % height) <= 2 && Math.abs(column - 5 * f % width) <= 2;
      return (patch ? changeScale * unit(10 + f, i) : 0) + 0.05 * changeScale * unit(50 + f, i);
    }
  }

  /** What came out: the gate as 0 and 1 row by row, null on the reference frame. */
  record Frame(
      int frame,
      double mac,
      String gate,
      double mean,
      @SerializedName("mean_abs") double meanAbs,
      List<Double> first,
      List<Double> last) {

    /** Compares a layer's output with what the file says about it. */
    void assertValues(float[] values) {
      double sum = 0;
      double absolute = 0;
      for (float value : values) {
        sum += value;
        absolute += Math.abs(value);
      }
      assertThat(sum / values.length).isCloseTo(mean, within(FLOAT_SUM));
      assertThat(absolute / values.length).isCloseTo(meanAbs, within(FLOAT_SUM));
      for (int i = 0; i < first.size(); i++) {
        assertThat((double) values[i]).isCloseTo(first.get(i), within(FLOAT_SUM));
      }
      int tail = values.length - last.size();
      for (int i = 0; i < last.size(); i++) {
        assertThat((double) values[tail + i]).isCloseTo(last.get(i), within(FLOAT_SUM));
      }
    }
  }

  /** The generator of the golden values: a number in [-1, 1). */
  private static double unit(long tensor, long index) {
    long z = (tensor + 1) * 0x9E3779B97F4A7C15L + index * 0xBF58476D1CE4E5B9L;
    z ^= z >>> 31;
    z *= 0x94D049BB133111EBL;
    z ^= z >>> 29;
    return (z >>> 40) / 8388608.0 - 1.0;
  }
}
