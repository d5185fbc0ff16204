/** The measurements: one that watches and draws, one that compares with a peer. */
package org.skipconv.bench.cli.job;
