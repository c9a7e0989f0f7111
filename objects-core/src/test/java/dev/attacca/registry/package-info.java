/** Specifications of the registry. */
@NullMarked
package dev.attacca.registry;

import org.jspecify.annotations.NullMarked;
