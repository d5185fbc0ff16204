package org.skipconv.bench.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.Precision;
import org.skipconv.core.SessionOptions;
import picocli.CommandLine.Option;

/** Precision of a stream. */
final class PrecisionOption {
  private static final String NAME = "--precision";

  @Option(
      names = NAME,
      paramLabel = "P",
      defaultValue = "float32",
      description =
          "Element type of maps and weights: float32; bfloat16, which takes half the memory"
              + " and, on a processor with AVX512-BF16, has twice the arithmetic throughput; or"
              + " auto, which is bfloat16 on such a processor and float32 elsewhere. Default:"
              + " ${DEFAULT-VALUE}.")
  private String precision;

  /** The options with this precision, which this process must have. */
  SessionOptions apply(SessionOptions options) {
    SessionOptions chosen = options.withPrecision(parsed());
    try {
      KernelInfo.of(chosen);
      return chosen;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new BadInput(NAME + ": " + e.getMessage(), e);
    }
  }

  private Precision parsed() {
    List<String> names =
        Arrays.stream(Precision.values())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!names.contains(precision)) {
      throw new BadInput(
          NAME + ": no precision \"" + precision + "\"; allowed: " + String.join(", ", names));
    }
    return Precision.valueOf(precision.toUpperCase(Locale.ROOT));
  }
}
