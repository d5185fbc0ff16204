package org.skipconv.bench.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void numbersStandFlushRight() {
    TextTable table = new TextTable();
    table.row("", List.of("dense", "skip"), "");
    table.row("MACs", List.of("100", "7.25"), "fewer");
    table.row("a longer label", List.of("1"), "");
    assertThat(table.toString().lines())
        .containsExactly(
            "                 dense   skip",
            "MACs               100   7.25   fewer",
            "a longer label       1");
  }
}
