package org.skipconv.bench.cli.setup;

import java.util.List;

/**
 * Frames to calibrate on.
 *
 * @param setup of which the footage is used, and the options of the skip path
 * @param parts of the footage to calibrate on, at least one
 * @param tests parts of it on which to try what was found; none for no test
 */
public record Sample(Setup setup, List<FootagePart> parts, List<FootagePart> tests) {

  public Sample {
    parts = List.copyOf(parts);
    tests = List.copyOf(tests);
  }
}
