package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.Precision;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import picocli.CommandLine;

class PrecisionOptionTest {
  private static SessionOptions applied(SessionOptions options, String... line) {
    PrecisionOption option = new PrecisionOption();
    new CommandLine(option).parseArgs(line);
    return option.apply(options);
  }

  @Test
  void float32UnlessAsked() {
    assertThat(applied(SessionOptions.dense()).precision()).isEqualTo(Precision.FLOAT32);
    assertThat(applied(SessionOptions.dense(), "--precision", "auto").precision())
        .isEqualTo(Precision.AUTO);
  }

  @Test
  void anotherNameIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> applied(SessionOptions.dense(), "--precision", "half"))
        .isInstanceOf(BadInput.class)
        .hasMessage("--precision: no precision \"half\"; allowed: float32, bfloat16, auto");
  }

  @Test
  void whatCannotBeIsRefused() {
    String name = KernelInfo.current().name();
    assumeTrue(!name.equals("openblas") && !name.equals("java"), "there are no native kernels");
    SessionOptions rebase = SessionOptions.dense().withPolicy(ResidualPolicy.REBASE);
    assertThatThrownBy(() -> applied(rebase, "--precision", "bfloat16"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("--precision: BFLOAT16 needs the policy CARRY");
  }
}
