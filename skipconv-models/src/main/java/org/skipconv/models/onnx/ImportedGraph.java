package org.skipconv.models.onnx;

import java.util.Map;
import org.skipconv.core.SkipNetwork;

/**
 * An ONNX graph as a network, and what is around it.
 *
 * @param file that it was read from
 * @param inputs of the model
 * @param network for all that the skip graph carries
 * @param plan that the network was built from, which knows its nodes
 * @param outputs those of the model that lie in the network's maps, or are constant
 * @param tail sub-graph after the network; null when there is none
 * @param coverage what became of the graph
 */
record ImportedGraph(
    ModelFile file,
    OnnxInputs inputs,
    SkipNetwork network,
    NetworkPlan plan,
    Map<String, OnnxValue> outputs,
    ForeignGraph tail,
    Coverage coverage) {}
