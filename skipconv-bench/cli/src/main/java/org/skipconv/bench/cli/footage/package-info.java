/** Footage that the networks look at. */
package org.skipconv.bench.cli.footage;
