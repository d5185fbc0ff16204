package org.skipconv.bench.jmh;

import java.io.File;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * Measures nothing: starts a fork with the environment that caps the instruction set as the
 * benchmark's parameter {@value #PARAMETER} says. JMH has no other way to set a fork's environment.
 */
public final class IsaProfiler implements ExternalProfiler {
  /** Parameter of the benchmarks that can run on several instruction sets. */
  static final String PARAMETER = "isa";

  /** No cap: the best that this process may use. */
  static final String BEST = "best";

  @Override
  public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
    if (!params.getParamsKeys().contains(PARAMETER)) {
      return List.of();
    }
    String isa = params.getParam(PARAMETER);
    return isa.equals(BEST)
        ? List.of()
        : List.of("env", "SKIPCONV_MAX_ISA=" + isa, "OPENBLAS_CORETYPE=" + coreOf(isa));
  }

  /** The processor for which OpenBLAS, which measures the peak, has the same instructions. */
  private static String coreOf(String isa) {
    return switch (isa) {
      case "avx512" -> "SkylakeX";
      case "avx2" -> "Haswell";
      default -> "Nehalem";
    };
  }

  @Override
  public Collection<String> addJVMOptions(BenchmarkParams params) {
    return List.of();
  }

  @Override
  public void beforeTrial(BenchmarkParams benchmarkParams) {}

  @Override
  public Collection<? extends Result<?>> afterTrial(
      BenchmarkResult result, long pid, File stdOut, File stdErr) {
    return List.of();
  }

  @Override
  public boolean allowPrintOut() {
    return true;
  }

  @Override
  public boolean allowPrintErr() {
    return true;
  }

  @Override
  public String getDescription() {
    return "Runs forks on the instruction set that parameter isa names";
  }
}
