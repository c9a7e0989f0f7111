/** Draws what was measured: rows arrive, SVG leaves. */
@NullMarked
package dev.attacca.benchmarks.rpc.chart;

import org.jspecify.annotations.NullMarked;
