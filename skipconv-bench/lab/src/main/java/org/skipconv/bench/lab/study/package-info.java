/** A machine, a network and footage, studied from all sides: what the HTML report shows. */
package org.skipconv.bench.lab.study;
