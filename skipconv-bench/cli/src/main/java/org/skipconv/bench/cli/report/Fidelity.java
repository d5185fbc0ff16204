package org.skipconv.bench.cli.report;

import java.util.Map;
import org.skipconv.bench.cli.model.Accuracy;

/**
 * Likeness of the skip path's answers to the dense path's, and of both to the truth.
 *
 * @param agreement of the skip path with the dense one, by name; null where there is no value
 * @param text the same in words; empty where there is nothing to say
 * @param rawAgreement agreement with the dense path on frames that are not steadied, null where
 *     nobody asked it
 * @param accuracy of both paths by labels, null when there are none
 */
public record Fidelity(
    Map<String, Double> agreement,
    String text,
    Map<String, Double> rawAgreement,
    Accuracy accuracy) {}
