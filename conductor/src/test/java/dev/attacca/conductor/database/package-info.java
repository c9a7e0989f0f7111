/** Databases arrive that are away, closed to us or somebody else's. What leaves is whether each is told apart, and found again. */
@NullMarked
package dev.attacca.conductor.database;

import org.jspecify.annotations.NullMarked;
