package org.skipconv.bench.cli.setup;

import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;

/** A network and the gates that it is to have. */
public record Planned(SkipNetwork network, GatePlan plan) {}
