package org.skipconv.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileErrorsTest {
  private static final Path FILE = Path.of("folder", "weights.pth");

  @Test
  void aFaultOfTheContentBecomesAnErrorOfTheFile() {
    IllegalArgumentException fault = new IllegalArgumentException("line 3 is empty");
    assertThatThrownBy(
            () ->
                FileErrors.naming(
                    FILE,
                    () -> {
                      throw fault;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(FILE + ": line 3 is empty")
        .hasCause(fault);
  }

  @Test
  void anErrorThatNamesTheFileStaysAsItIs() {
    IOException named = new IOException(FILE + " ends early");
    assertThat(FileErrors.naming(FILE, named)).isSameAs(named);
    NoSuchFileException missing = new NoSuchFileException(FILE.toString());
    assertThat(FileErrors.naming(FILE, missing)).isSameAs(missing);
    assertThat(FileErrors.naming(FILE, new IllegalArgumentException(FILE + ": tensor a is NaN")))
        .isInstanceOf(IOException.class)
        .hasMessage(FILE + ": tensor a is NaN");
    assertThat(FileErrors.naming(FILE, new IllegalArgumentException(FILE + " (2 tensors) is odd")))
        .hasMessage(FILE + " (2 tensors) is odd");
  }

  @Test
  void messagesThatOnlyALibraryUnderstandsAreReplaced() {
    assertThat(FileErrors.naming(FILE, new MalformedInputException(1)))
        .hasMessage(FILE + ": it is not text in UTF-8");
    String gson =
        "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON at line 1\nSee x";
    assertThat(FileErrors.naming(FILE, new IOException(gson)))
        .hasMessage(FILE + ": it is not JSON at line 1");
    assertThat(FileErrors.naming(FILE, new IOException((String) null)))
        .hasMessage(FILE + ": IOException");
  }

  @Test
  void longTextsAreCutInTheMiddle() {
    assertThat(FileErrors.shortened("short", 20)).isEqualTo("short");
    assertThat(FileErrors.shortened("a".repeat(20), 20)).hasSize(20).doesNotContain(".");
    assertThat(FileErrors.shortened("a".repeat(11) + "b".repeat(10), 20))
        .isEqualTo("aaaaaaa ... bbbbbbb");
    String megabytes = "a".repeat(1 << 20) + "\n" + "b".repeat(1 << 20);
    assertThat(FileErrors.shortened(megabytes, 100)).hasSizeLessThanOrEqualTo(100);
    assertThat(FileErrors.shortened("\u0000\u001b[31m", 20)).isEqualTo("??[31m");
    assertThat(FileErrors.shortened("", 20)).isEmpty();
  }
}
