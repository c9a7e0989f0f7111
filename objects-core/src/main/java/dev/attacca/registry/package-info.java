/**
 * The registry of versioned classes. Domain modules arrive through {@code ServiceLoader}; validated object types and their
 * histories leave, or one error that lists every problem.
 */
@NullMarked
package dev.attacca.registry;

import org.jspecify.annotations.NullMarked;
