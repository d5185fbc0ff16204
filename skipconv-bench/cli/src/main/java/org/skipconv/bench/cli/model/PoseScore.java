package org.skipconv.bench.cli.model;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.models.Task;
import org.skipconv.models.VideoModel;
import org.skipconv.models.pose.Pck;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseLabels;
import org.skipconv.models.pose.PoseTruth;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.vision.Placement;

/** Shares of true joints that lie where they should, one a fraction. */
final class PoseScore implements SceneScore {
  private final Task<Pose> task;
  private final Placement view;
  private final List<Pck> shares = PoseSuite.FRACTIONS.stream().map(Pck::new).toList();

  PoseScore(VideoModel<Pose> model, Size picture) {
    this.task = model.task().unfiltered();
    this.view = model.place(picture.height(), picture.width());
  }

  @Override
  public void add(FrameResult result, List<Figure> truth) {
    if (truth.isEmpty()) {
      return;
    }
    Pose found = task.decode(result, view);
    for (PoseLabels.Person person : SceneTruth.people(truth)) {
      Pose pose = PoseTruth.pose(person);
      shares.forEach(share -> share.add(pose, found, PoseTruth.size(person)));
    }
  }

  @Override
  public List<Double> values() {
    List<Double> values = new ArrayList<>();
    shares.forEach(share -> values.add(Judge.boxed(share.share())));
    return values;
  }
}
