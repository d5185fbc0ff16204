package org.skipconv.bench.model;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.HeatmapDecoder;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pck;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.vision.CropWindow;

/** Shares of true joints that lie where they should, one a fraction. */
final class PoseScore implements SceneScore {
  private final HeatmapDecoder decoder;
  private final List<Pck> shares = PoseSuite.FRACTIONS.stream().map(Pck::new).toList();

  PoseScore(SkipNetwork network, Size picture) {
    int joints = network.outputs().get(HrNet.HEATMAPS).shape().channels();
    CropWindow whole = new CropWindow(0, 0, picture.width(), picture.height());
    this.decoder = new HeatmapDecoder(JointSet.ofSize(joints), whole);
  }

  @Override
  public void add(FrameResult result, List<Figure> truth) {
    if (truth.isEmpty()) {
      return;
    }
    Pose found = decoder.decode(result.map(HrNet.HEATMAPS));
    for (Figure person : truth) {
      Pose pose = PoseTruth.pose(person);
      shares.forEach(share -> share.add(pose, found, PoseTruth.size(person)));
    }
  }

  @Override
  public List<Double> values() {
    List<Double> values = new ArrayList<>();
    shares.forEach(share -> values.add(LabelScores.boxed(share.share())));
    return values;
  }
}
