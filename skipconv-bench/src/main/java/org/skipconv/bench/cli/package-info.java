/** The command line. */
package org.skipconv.bench.cli;
