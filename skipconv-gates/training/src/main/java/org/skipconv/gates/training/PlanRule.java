package org.skipconv.gates.training;

import org.skipconv.gates.GatePlan;

/** A rule of CARRY, whose result is a plan. */
interface PlanRule extends GateRule {

  /** The plan it started from with what was trained; layers without gate open all. */
  GatePlan learned();
}
