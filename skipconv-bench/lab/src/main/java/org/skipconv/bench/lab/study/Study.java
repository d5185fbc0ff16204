package org.skipconv.bench.lab.study;

import java.util.List;

/**
 * All that was found out; parts to which it did not come before it was ended are null.
 *
 * @param limits of this machine, measured in the same run: of one thread, and of all
 * @param clip all contenders on the footage
 * @param openShares the network at open shares of choice
 * @param roofline the kernels inside the network
 * @param scaling with streams and threads
 * @param oneDnn the layers one by one beside oneDNN's
 */
public record Study(
    About about,
    Subject subject,
    List<Limits> limits,
    ClipStudy clip,
    OpenShareStudy openShares,
    List<RoofPoint> roofline,
    Scaling scaling,
    OneDnnStudy oneDnn) {}
