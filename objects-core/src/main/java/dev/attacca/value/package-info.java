/**
 * Values that fields, arguments and results have beside those of the JDK, and the way to add a type of one's own. Text and
 * bytes arrive, immutable values with one canonical form leave.
 */
@NullMarked
package dev.attacca.value;

import org.jspecify.annotations.NullMarked;
