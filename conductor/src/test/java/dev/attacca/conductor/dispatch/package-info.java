/** Specifications of the dispatcher. */
@NullMarked
package dev.attacca.conductor.dispatch;

import org.jspecify.annotations.NullMarked;
