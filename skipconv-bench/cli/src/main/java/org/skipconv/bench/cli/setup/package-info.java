/** Choices of what is measured. */
package org.skipconv.bench.cli.setup;
