/** Benchmarks for JMH: kernels, networks and many streams. */
package org.skipconv.bench.jmh;
