/**
 * Writes the subclasses that make abstract domain classes live; the only place that knows Byte Buddy. Abstract classes with
 * their slots arrive, generated classes whose methods are one call into ordinary code leave.
 */
@NullMarked
package dev.attacca.internal.proxy;

import org.jspecify.annotations.NullMarked;
