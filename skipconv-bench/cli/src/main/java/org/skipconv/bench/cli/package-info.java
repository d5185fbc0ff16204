/**
 * The command line. {@code command} turns arguments into a {@code job}; a job runs {@code footage}
 * through a {@code model} on the peers of {@code measure} and makes a {@code report} and {@code
 * picture}s of it.
 */
package org.skipconv.bench.cli;
