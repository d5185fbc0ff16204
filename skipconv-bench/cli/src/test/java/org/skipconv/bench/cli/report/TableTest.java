package org.skipconv.bench.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void numbersStandFlushRight() {
    Table table = new Table();
    table.row("", List.of("dense", "skip"), "");
    table.row("MACs", List.of("100", "7.25"), "fewer");
    table.row("a longer label", List.of("1"), "");
    assertThat(table.toString().lines())
        .containsExactly(
            "                 dense   skip",
            "MACs               100   7.25   fewer",
            "a longer label       1");
  }

  @Test
  void markdownHasALineBelowItsHeadings() {
    Table table = Table.headed("gate", "MACs").row("a|b", "2.00 ×");
    assertThat(table.markdown()).isEqualTo("| gate | MACs |\n|---|---|\n| a\\|b | 2.00 × |\n");
  }

  @Test
  void htmlHasHeadingsAndEscapesText() {
    assertThat(Table.headed("gate", "").row("a<b", "1").html())
        .contains("<thead><tr><th>gate</th><th></th></tr></thead>")
        .contains("<tbody>\n<tr><td>a&lt;b</td><td>1</td></tr>\n</tbody>");
  }

  @Test
  void rowsHaveAsManyCellsAsThereAreHeadings() {
    Table table = Table.headed("gate", "MACs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.row("one"))
        .withMessage("a row of 1 cells under 2 headings");
  }
}
