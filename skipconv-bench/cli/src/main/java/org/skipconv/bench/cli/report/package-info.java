/** Results, for people and for programs. */
package org.skipconv.bench.cli.report;
