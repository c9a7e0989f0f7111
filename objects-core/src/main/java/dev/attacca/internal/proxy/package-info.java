/**
 * Writes the subclasses that make abstract domain classes live. Abstract classes with
 * their fields arrive; classes leave that keep the values, with short accessors and one call into ordinary code for the rest.
 */
@NullMarked
package dev.attacca.internal.proxy;

import org.jspecify.annotations.NullMarked;
