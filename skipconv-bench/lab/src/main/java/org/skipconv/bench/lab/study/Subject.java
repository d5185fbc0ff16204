package org.skipconv.bench.lab.study;

import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.setup.Setup;

/**
 * Network and footage of a study.
 *
 * @param threads that share the work of a frame
 */
public record Subject(
    StudiedNetwork network,
    NetworkSize size,
    StudiedFootage footage,
    ChosenGates gates,
    int threads) {

  /** Describes them; {@code shown} is how many of the frames were shown. */
  static Subject of(Setup setup, LoadedFrames loaded, int shown) {
    return new Subject(
        StudiedNetwork.of(setup.chosen()),
        NetworkSize.of(setup.network()),
        new StudiedFootage(
            setup.footage().name(), setup.start(), shown, loaded.view().window().toString()),
        ChosenGates.of(setup.gating()),
        setup.threads());
  }
}
