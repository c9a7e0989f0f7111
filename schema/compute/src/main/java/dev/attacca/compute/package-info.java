/** Calls on instances and what belongs to them arrive with a context. Changes to their rows leave, made by the bodies written here. */
@NullMarked
package dev.attacca.compute;

import org.jspecify.annotations.NullMarked;
