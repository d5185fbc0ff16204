/** The models by their names, and what each does with a picture and with its results. */
package org.skipconv.bench.cli.model;
