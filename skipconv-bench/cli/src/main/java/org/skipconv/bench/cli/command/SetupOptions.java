package org.skipconv.bench.cli.command;

import java.util.function.Function;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.Truth;
import org.skipconv.models.vision.CropWindow;
import picocli.CommandLine.Mixin;

/** Options of every command that runs a network. */
public final class SetupOptions {
  @Mixin private ModelOptions model;
  @Mixin private FootageOptions footage;
  @Mixin private LabelOptions labels;
  @Mixin private GateOptions gate;
  @Mixin private CameraOptions camera;

  /** Checks everything that is quick to check before it loads the weights. */
  public Setup setup(String command) {
    KernelsCommand.current();
    model.takeUnlessSaid(gate.plan());
    return setup(command, model.model());
  }

  private <R> Setup setup(String command, NamedModel<R> named) {
    footage.requireFits(named);
    CropWindow crop = footage.crop(model.trainedCrop());
    model.requireCrop(crop);
    Truth<R> truth = labels.truth(named, model.trained());
    Function<SkipNetwork, Gating> gating = gate.gating(model, named);
    int start = footage.start();
    Integer frames = footage.frames();
    Size size = model.size(named);
    Footage seen = footage.footage(named, size);
    footage.requireUsable(seen, command.equals("run"));
    ChosenModel<R> chosen = model.chosen(named, size, truth);
    return new Setup(
        command,
        chosen,
        seen,
        start,
        frames,
        crop,
        gating.apply(chosen.network()).forPictures(chosen.greyLevel()),
        camera.camera(gate.regions()));
  }
}
