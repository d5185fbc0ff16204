/** A study as one HTML page that needs nothing from elsewhere. */
package org.skipconv.bench.lab.page;
