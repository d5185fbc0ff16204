/** Results, for people and for programs. */
package org.skipconv.bench.report;
