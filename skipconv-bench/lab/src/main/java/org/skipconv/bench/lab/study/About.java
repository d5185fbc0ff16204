package org.skipconv.bench.lab.study;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.skipconv.bench.cli.report.Platform;
import org.skipconv.core.KernelInfo;

/**
 * Place and circumstances of a measurement: without them figures say little.
 *
 * @param command as it was typed
 * @param version of this program
 * @param commit that it was built from
 * @param date with time and zone, ISO 8601
 * @param java version and vendor
 * @param processor name and number of threads
 * @param system operating system and its version
 * @param kernels and why these
 */
public record About(
    String command,
    String version,
    String commit,
    String date,
    String java,
    String processor,
    String system,
    String kernels) {

  /** Returns the circumstances of this process, now. */
  public static About now(String command) {
    KernelInfo kernels = KernelInfo.current();
    return new About(
        command,
        Platform.version(),
        Platform.commit(),
        ZonedDateTime.now(ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.SECONDS)
            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
        Platform.java(),
        Platform.processor(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        kernels.name() + " (" + kernels.reason() + ")");
  }
}
