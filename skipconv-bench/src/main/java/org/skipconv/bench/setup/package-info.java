/** What is to be measured. */
package org.skipconv.bench.setup;
