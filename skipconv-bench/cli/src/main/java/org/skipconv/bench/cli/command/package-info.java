/** Commands and their options. */
package org.skipconv.bench.cli.command;
