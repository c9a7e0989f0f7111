/** Specifications of the front door and of the house as a whole. */
@NullMarked
package dev.attacca;

import org.jspecify.annotations.NullMarked;
