package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.result.DetectionForm;
import org.skipconv.bench.cli.result.PoseForm;
import org.skipconv.bench.cli.result.ResultForm;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.RawTensors;
import org.skipconv.models.StreamDecoder;
import org.skipconv.models.TensorDecoder;
import org.skipconv.models.Truth;
import org.skipconv.models.VideoModel;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionLabels;
import org.skipconv.models.detection.DetectionTensors;
import org.skipconv.models.detection.DetectionTruth;
import org.skipconv.models.onnx.OnnxModel;
import org.skipconv.models.pose.PoseTensors;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.InputConvention;

/**
 * A network that somebody else trained, with its weights, out of an ONNX file.
 *
 * @param file that it is read from
 * @param onnx what was read
 * @param decoder what its outputs mean
 * @param input what it is shown
 * @param about what a report's heading says of it, line by line
 */
public record OnnxFileModel<R>(
    Path file, OnnxModel onnx, TensorDecoder<R> decoder, InputConvention input, List<String> about)
    implements NamedModel<R> {
  /** Grey levels of a standard deviation, ImageNet's. */
  private static final double DEVIATION = 57.6;

  /** A file. */
  public OnnxFileModel {
    about = List.copyOf(about);
  }

  /** The model of pictures. */
  public VideoModel<R> video() {
    return onnx.videoModel(input.view(), input.normalization(), decoder);
  }

  /** Reads all outputs of the file from a frame of one stream. */
  public StreamDecoder<Map<String, Tensor>> outputs() {
    return onnx.videoModel(input.view(), input.normalization(), new RawTensors())
        .task()
        .decoder(onnx.network());
  }

  @Override
  public String name() {
    return file.getFileName().toString();
  }

  @Override
  public boolean takesCrop() {
    return true;
  }

  /** Only poses are of one person, who fills the picture. */
  @Override
  public boolean seesStreets() {
    return !(decoder instanceof PoseTensors);
  }

  @Override
  public boolean takesLabels() {
    return decoder instanceof DetectionTensors;
  }

  @Override
  public Optional<ResultForm<R>> resultForm() {
    if (decoder instanceof PoseTensors) {
      return Optional.of(cast(new PoseForm()));
    }
    return decoder instanceof DetectionTensors
        ? Optional.of(cast(new DetectionForm()))
        : Optional.empty();
  }

  /** A decoder of poses gives poses, one of detections lists of them. */
  @SuppressWarnings("unchecked")
  private static <R> ResultForm<R> cast(ResultForm<?> form) {
    return (ResultForm<R>) form;
  }

  @Override
  public float inputDeviation() {
    return input.normalization().change(DEVIATION);
  }

  @Override
  public Size usualSize() {
    Shape shape = onnx.network().inputShape();
    return new Size(shape.height(), shape.width());
  }

  @Override
  public VideoModel<R> load(Size size, Path weights) throws IOException {
    throw new IOException("an ONNX file has its own weights and takes no others");
  }

  @Override
  public VideoModel<R> seeded(Size size, long seed) {
    return video();
  }

  @Override
  public Map<String, Tensor> stateDict(SkipNetwork network) {
    throw noWeights();
  }

  private static BadInput noWeights() {
    return new BadInput("--train: an ONNX file keeps its weights; allowed: thresholds");
  }

  @Override
  public Truth<R> labels(Path path) throws IOException {
    if (!(decoder instanceof DetectionTensors detections)) {
      throw new IllegalArgumentException(name() + " takes no labels");
    }
    Size size = usualSize();
    List<String> classes = detections.classes(onnx.outputs(), size.height(), size.width());
    DetectionLabels labels = DetectionLabels.read(path, classes);
    return cast(new DetectionTruth(path.toString(), labels::frame));
  }

  /** A decoder of detections is one of lists of them. */
  @SuppressWarnings("unchecked")
  private static <R> Truth<R> cast(Truth<List<Detection>> truth) {
    return (Truth<R>) truth;
  }

  /** Scenes have the classes of COCO's 90 categories or of people, which is known of no file. */
  @Override
  public Optional<Truth<R>> truth(VideoModel<R> model, Scene scene, int first) {
    return Optional.empty();
  }

  @Override
  public Trainable trainable() {
    return new OnnxFileTraining();
  }

  @Override
  public SceneSuite suite(VideoModel<R> model) {
    throw new IllegalArgumentException(
        "findings of an ONNX file in generated scenes cannot be judged; use run or compare");
  }
}
