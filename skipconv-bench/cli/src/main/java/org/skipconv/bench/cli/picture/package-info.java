/** Videos, pictures and plots of what was measured. */
package org.skipconv.bench.cli.picture;
