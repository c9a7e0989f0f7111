/**
 * The front door. A registry and the way to a conductor (or a store at hand) arrive; contexts leave.
 */
@NullMarked
package dev.attacca;

import org.jspecify.annotations.NullMarked;
