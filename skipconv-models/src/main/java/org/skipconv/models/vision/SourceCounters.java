package org.skipconv.models.vision;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers that the parts of one source count, in whatever thread they run. */
final class SourceCounters {
  final AtomicLong handedOut = new AtomicLong();
  final AtomicLong dropped = new AtomicLong();
  final AtomicLong damaged = new AtomicLong();
  final AtomicLong leftOut = new AtomicLong();
  final AtomicInteger reconnections = new AtomicInteger();
  final AtomicInteger sizeChanges = new AtomicInteger();

  SourceReport report() {
    return new SourceReport(
        handedOut.get(),
        dropped.get(),
        damaged.get(),
        leftOut.get(),
        reconnections.get(),
        sizeChanges.get());
  }
}
