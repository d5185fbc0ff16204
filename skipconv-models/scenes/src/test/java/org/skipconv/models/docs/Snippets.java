package org.skipconv.models.docs;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Gate;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.Precision;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.NormGate;
import org.skipconv.gates.calibration.Calibration;
import org.skipconv.gates.calibration.CalibrationProgress;
import org.skipconv.gates.calibration.SampleClip;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.DecoderOptions;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.ObjectDetector;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.onnx.OnnxExport;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.pose.PosePainter;
import org.skipconv.models.pose.TopDownPoses;
import org.skipconv.models.pose.TopDownPoses.TrackedPose;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.FrameInfo;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.SourceOptions;
import org.skipconv.models.vision.VideoAccess;
import org.skipconv.models.vision.VideoSource;
import org.skipconv.models.vision.VideoWriter;
import org.skipconv.models.vision.View;
import org.skipconv.models.weights.Weights;

/** What the how-to pages show; each region between tags is a block of a page. */
final class Snippets {
  private Snippets() {}

  static SkipNetwork loadPose(Path file) throws IOException {
    // tag::load-pose
    SkipNetwork network = HrNet.w32(256, 192).load(file);
    // end::load-pose
    return network;
  }

  static VideoModel<Pose> loadUnbiased(Path file) throws IOException {
    // tag::load-unbiased
    VideoModel<Pose> model = HrNet.w32(256, 192).model(file).withUnbiasedData();
    // end::load-unbiased
    return model;
  }

  static Weights load(Path file) throws IOException {
    // tag::load-weights
    Weights weights = Weights.load(file);
    // end::load-weights
    return weights;
  }

  static Weights loadEntry(Path file) throws IOException {
    // tag::load-entry
    Weights weights = Weights.load(file, "state_dict");
    // end::load-entry
    return weights;
  }

  static VideoSource playlist(URI playlist) throws IOException {
    // tag::video-access
    VideoAccess access = VideoAccess.SINGLE_FILES.withFormats("hls").withHosts("cdn.example.com");
    SourceOptions options = SourceOptions.everyFrame().withAccess(access);
    VideoSource reader = VideoSource.open(playlist, options);
    // end::video-access
    return reader;
  }

  static Weights renamed(Path file) throws IOException {
    // tag::rename
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    SafeTensors.read(file)
        .tensors()
        .forEach((name, tensor) -> renamed.put(name.replace("net.encoder.", ""), tensor));
    Weights weights = Weights.of(renamed);
    // end::rename
    return weights;
  }

  static SessionOptions options() {
    // tag::options
    SessionOptions options = SessionOptions.gates(NormGate.input(0.1f));
    // end::options
    return options;
  }

  static SessionOptions perLayer() {
    // tag::per-layer
    SessionOptions options =
        SessionOptions.perLayer(
            layer -> layer.spec().kernelHeight() == 1 ? NormGate.input(0.2f) : Gate.ALL_OPEN);
    // end::per-layer
    return options;
  }

  static void firstLines(Path weights, Path camera, PrintStream out) throws IOException {
    // tag::first-lines
    VideoModel<Pose> model = HrNet.w32(256, 192).model(weights);
    View person = View.crop(CropWindow.parse("274,-48,360,480"));
    SessionOptions options = SessionOptions.gates(NormGate.input(0.1f));
    try (VideoSource video = VideoSource.open(camera);
        VideoPredictor<Pose> poses = model.withView(person).open(options)) {
      for (RgbImage frame : video) {
        Pose pose = poses.next(frame);
        out.println(pose.joint("nose") + ", saved " + poses.lastReport().savedShare());
      }
    }
    // end::first-lines
  }

  static GatePlan calibrate(
      VideoModel<Pose> model,
      List<RgbImage> frames,
      Consumer<CalibrationProgress> listener,
      double tolerance,
      Path file)
      throws IOException {
    // tag::calibrate
    List<SampleClip> clips = List.of(model.sample(frames));
    Calibration calibration =
        model.calibrator(clips).threads(2).listener(listener).calibrate(tolerance);
    calibration.plan().write(file);
    // end::calibrate
    return calibration.plan();
  }

  static SessionOptions plan(SkipNetwork network, Path file) throws IOException {
    // tag::plan
    GatePlan plan =
        GatePlan.uniform(network, GateSetting.input(0.1f))
            .withLayer("conv1", GateSetting.input(0.05f))
            .withLayer("conv2", GateSetting.allOpen());
    plan.validate(network).write(file);
    SessionOptions options = GatePlan.read(file).validate(network).options();
    // end::plan
    return options;
  }

  static List<String> busiest(FrameReport report) {
    List<String> lines = new ArrayList<>();
    Consumer<String> print = lines::add;
    // tag::busiest
    report.layers().stream()
        .sorted((a, b) -> Long.compare(b.macs().spent(), a.macs().spent()))
        .limit(5)
        .map(layer -> layer.name() + " " + Math.round(100 * layer.openShare()) + " % open")
        .forEach(print);
    // end::busiest
    return lines;
  }

  static double difference(SkipNetwork network, SessionOptions options, Iterable<Tensor> frames) {
    // tag::difference
    double difference = 0;
    double size = 0;
    try (VideoSession skip = network.open(options);
        VideoSession dense = network.open(SessionOptions.dense().withThreads(options.threads()))) {
      for (Tensor frame : frames) {
        float[] ours = skip.next(frame).map("heatmaps").toArray();
        float[] truth = dense.next(frame).map("heatmaps").toArray();
        for (int i = 0; i < truth.length; i++) {
          difference += Math.abs(ours[i] - truth[i]);
          size += Math.abs(truth[i]);
        }
      }
    }
    double relativeError = difference / size;
    // end::difference
    return relativeError;
  }

  static void annotate(
      Path video, Path annotated, SkipNetwork network, SessionOptions options, CropWindow window)
      throws IOException {
    // tag::video
    try (VideoSource reader = VideoSource.open(video);
        VideoWriter writer =
            VideoWriter.open(annotated, reader.height(), reader.width(), reader.frameRate());
        PoseEstimator poses = PoseEstimator.open(network, options, window)) {
      RgbImage frame = new RgbImage(reader.height(), reader.width());
      while (reader.next(frame)) {
        Pose pose = poses.next(frame);
        Overlay overlay = Overlay.on(frame);
        PosePainter.paint(overlay, pose, 0.3f);
        writer.write(overlay.toImage());
      }
    }
    // end::video
  }

  static void watch(
      URI address, PoseEstimator poses, BiConsumer<FrameInfo, Pose> show, Consumer<String> log)
      throws IOException {
    // tag::live
    SourceOptions live = SourceOptions.live().withDamagedFrames(false);
    try (VideoSource camera = VideoSource.open(address, live)) {
      while (camera.next()) {
        FrameInfo frame = camera.frame();
        if (frame.sizeChanged()) {
          poses.reset();
        }
        show.accept(frame, poses.next(camera.picture()));
      }
      log.accept(camera.report().toString());
    }
    // end::live
  }

  /** Whatever delivers pictures. */
  interface Camera {
    int height();

    int width();

    boolean grab(byte[] rgb);
  }

  static void watch(Camera camera, PoseEstimator poses, Consumer<Pose> show) {
    // tag::camera
    RgbImage frame = new RgbImage(camera.height(), camera.width());
    while (camera.grab(frame.rgb())) {
      show.accept(poses.next(frame));
    }
    // end::camera
  }

  static List<Pose> people(
      SkipNetwork network, SessionOptions options, List<CropWindow> windows, RgbImage frame) {
    List<Pose> all = new ArrayList<>();
    // tag::people
    List<PoseEstimator> people = new ArrayList<>();
    for (CropWindow window : windows) {
      people.add(PoseEstimator.open(network, options, window));
    }
    for (PoseEstimator person : people) {
      all.add(person.next(frame));
    }
    // end::people
    people.forEach(PoseEstimator::close);
    return all;
  }

  static void topDown(
      VideoModel<List<Detection>> detectorModel,
      VideoModel<Pose> poseModel,
      SessionOptions options,
      VideoSource video,
      Consumer<TrackedPose> show) {
    // tag::top-down
    try (VideoPredictor<List<Detection>> detector = detectorModel.open(options);
        TopDownPoses poses = TopDownPoses.open(detector::next, poseModel, options, 4)) {
      for (RgbImage frame : video) {
        poses.next(frame).forEach(show);
      }
    }
    // end::top-down
  }

  static CropWindow windowFor(float x, float y, float width, float height) {
    // tag::window
    CropWindow window = CropWindow.forBox(x, y, width, height, 192f / 256f, 1.25f);
    // end::window
    return window;
  }

  static boolean keep(VideoSession session, Tensor first, Tensor second) {
    // tag::keep
    Tensor kept = session.next(first).output("heatmaps");
    FrameResult result = session.next(second);
    // end::keep
    return Arrays.equals(kept.values(), result.output("heatmaps").values());
  }

  static void export(SkipNetwork network, Path file) throws IOException {
    // tag::export
    OnnxExport.write(network, file);
    // end::export
  }

  static String kernels() {
    // tag::kernels
    KernelInfo kernels = KernelInfo.current();
    String text = kernels.name() + ": " + kernels.reason();
    // end::kernels
    return text;
  }

  static String precision() {
    // tag::precision
    SessionOptions options = SessionOptions.gates(NormGate.input(0.1f));
    options = options.withPrecision(Precision.AUTO);
    KernelInfo kernels = KernelInfo.of(options);
    // end::precision
    return options + ", " + kernels;
  }

  static void detect(Path weights, Path video, Consumer<String> print) throws IOException {
    // tag::detect
    EfficientDet model = EfficientDet.d0();
    SkipNetwork network = model.load(weights);
    SessionOptions options = SessionOptions.gates(NormGate.input(0.1f));
    try (VideoSource reader = VideoSource.open(video);
        ObjectDetector detector = ObjectDetector.open(model, network, options)) {
      for (RgbImage frame : reader) {
        for (Detection found : detector.next(frame)) {
          print.accept(found.className() + " " + found.box() + " " + found.score());
        }
      }
    }
    // end::detect
  }

  static EfficientDet sized() {
    // tag::sized
    EfficientDet model = EfficientDet.d0().withSize(288, 512);
    // end::sized
    return model;
  }

  static EfficientDet classes() {
    // tag::classes
    EfficientDet model = EfficientDet.lite0().withClasses(List.of("forklift", "pallet"));
    // end::classes
    return model;
  }

  static ObjectDetector decoder(EfficientDet model, SkipNetwork network, SessionOptions options) {
    // tag::decoder
    DecoderOptions few = DecoderOptions.DEFAULT.withScoreThreshold(0.5f);
    ObjectDetector detector = ObjectDetector.open(model, network, options, few);
    // end::decoder
    return detector;
  }
}
