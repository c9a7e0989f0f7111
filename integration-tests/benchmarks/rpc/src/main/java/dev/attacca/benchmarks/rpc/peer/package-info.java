/** Ways of calling a server that returns what it was sent: an address arrives, calls leave. */
@NullMarked
package dev.attacca.benchmarks.rpc.peer;

import org.jspecify.annotations.NullMarked;
