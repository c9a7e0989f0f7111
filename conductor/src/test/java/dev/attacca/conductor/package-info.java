/** Conductors arrive as their users start them: in this JVM or as processes. What leaves is whether they keep what is promised. */
@NullMarked
package dev.attacca.conductor;

import org.jspecify.annotations.NullMarked;
