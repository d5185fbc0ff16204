package org.skipconv.bench.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.bench.cli.command.Ran;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.onnx.OnnxExport;

/** Every failure is one line that says what was wrong and what is allowed, and an exit code. */
class LabErrorsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drift --frames 19                       | --frames must be 20 to 1000000, but is 19",
        "drift --size 5000x5000                  | --size: height must be 32",
        "drift --threshold -1                    | --threshold: eps must be 0 or more",
        "drift --start 3                         | unknown option --start; allowed: --model",
        "gates --frames 1                        | --frames must be 2 to 10000, but is 1",
        "gates --scenes 0                        | --scenes must be 1 to 1000, but is 0",
        "gates --passes 0                        | --passes must be 1 to 100, but is 0",
        "gates --threads 0                       | --threads: threads must be 1 to 256, but is 0",
        "gates --calibrate -1                    | '--calibrate': a tolerance is a number of 0 or",
        "gates --calibrate much                  | a number of 0 or more, or off, but not \"much\"",
        "gates --blocks 1,3                      | --blocks: the block size must be 1, 2, 4 or 8",
        "gates --blocks 2,2                      | --blocks: the same one twice among [2, 2]",
        "gates --threshold 0.1,-1                | --threshold: eps must be 0 or more",
        "gates --threshold 0.1,0.1               | --threshold: the same one twice",
        "gates --threshold few                   | '--threshold' ",
      })
  void refuses(String args, String reason) {
    requireRefusal(Ran.of(args.strip().split(" +", -1)), reason.strip());
  }

  private static void requireRefusal(Ran ran, String reason) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).startsWith("skipconv: ").contains(reason).doesNotContain("\tat ");
    assertThat(ran.err().lines()).hasSize(1);
  }

  @Test
  void kindsOfGatesNeedAJudge() throws IOException {
    Path pose = folder.resolve("pose.onnx");
    OnnxExport.write(HrNet.w18SmallV1(128, 96).seeded(1), pose);
    requireRefusal(Ran.of("gates", "--model", pose.toString()), "cannot be judged");
  }
}
