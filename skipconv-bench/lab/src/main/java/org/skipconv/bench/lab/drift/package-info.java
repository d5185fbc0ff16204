/** Long scenes, skipped and dense beside each other: do errors add up? */
package org.skipconv.bench.lab.drift;
