/** Specifications of the codec. */
@NullMarked
package dev.attacca.codec;

import org.jspecify.annotations.NullMarked;
