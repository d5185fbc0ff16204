/** The peers that are measured beside each other, and what is measured of them. */
package org.skipconv.bench.cli.measure;
