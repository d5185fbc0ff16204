/** Commands of the laboratory. */
package org.skipconv.bench.lab.command;
