package org.skipconv.bench.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Gives what a frame cost beside its time: floating-point operations, dense, computed, spent on
 * gates and saved, and how fast the kernels were. Averages per frame, which auxiliary counters
 * cannot give: JMH sums those or divides them by time.
 */
public final class CostProfiler implements InternalProfiler {

  @Override
  public String getDescription() {
    return "Floating-point operations saved per frame, and how fast the kernels were";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    Tally.clear();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results = new ArrayList<>();
    Tally.averages()
        .forEach(
            (figure, value) ->
                results.add(
                    new ScalarResult(figure.label, value, figure.unit, AggregationPolicy.AVG)));
    return results;
  }
}
