/** Draws what was measured: rows arrive, SVG leaves. */
@NullMarked
package dev.attacca.benchmarks.chart;

import org.jspecify.annotations.NullMarked;
