/** Specifications of the codec. */
@NullMarked
package dev.attacca.indirection;

import org.jspecify.annotations.NullMarked;
