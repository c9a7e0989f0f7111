/** Specifications of calling: the same in every mode of {@code dev.attacca.conformance}. */
@NullMarked
package dev.attacca.calling;

import org.jspecify.annotations.NullMarked;
