package org.skipconv.models.docs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.skipconv.core.FrameReport;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.NormGate;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.pose.PosePainter;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.Script;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;

/** The program of docs/tutorial.md, as an application would write it. */
final class FirstPoses {
  private FirstPoses() {}

  static void print(PrintStream out) {
    // tag::poses
    Script script = Script.empty().stand(20).walk(10).stand(10);
    Scene scene = Scene.builder().size(256, 192).seed(7).noise(0.7).script(script).build();
    SkipNetwork network = HrNet.w18SmallV1(256, 192).seeded(1);
    CropWindow window = new CropWindow(0, 0, scene.width(), scene.height());
    SessionOptions options = SessionOptions.gates(NormGate.input(0.1f));
    try (PoseEstimator poses = PoseEstimator.open(network, options, window)) {
      for (int i = 0; i < 40; i++) {
        Pose pose = poses.next(scene.frame(i).image());
        FrameReport report = poses.lastReport();
        out.printf("frame %2d: %s, ", report.frame(), pose.joint("nose"));
        out.printf(
            "saved %.0f %%, %.1f ms%n", 100 * report.savedShare(), report.time().toNanos() / 1e6);
      }
    }
    // end::poses
  }

  static void follow(Path file, Path video, PrintStream out) throws IOException {
    // tag::real-video
    SkipNetwork network = HrNet.w32(256, 192).load(file);
    CropWindow window = CropWindow.forBox(380, 10, 150, 380, 192f / 256f, 1.25f);
    SessionOptions options = SessionOptions.gates(NormGate.input(0.1f));
    try (VideoSource frames = VideoSource.open(video);
        PoseEstimator poses = PoseEstimator.open(network, options, window)) {
      for (RgbImage frame : frames) {
        Pose pose = poses.next(frame);
        out.println(pose.joint("nose") + ", " + poses.lastReport());
      }
    }
    // end::real-video
  }

  static void draw(RgbImage frame, Pose pose, CropWindow window, Path file) throws IOException {
    // tag::overlay
    Overlay overlay = Overlay.on(frame).window(window);
    PosePainter.paint(overlay, pose, 0.3f);
    overlay.toImage().write(file);
    // end::overlay
  }
}
