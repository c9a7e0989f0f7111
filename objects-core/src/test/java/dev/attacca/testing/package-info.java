/**
 * What tests of a domain need, published as the test jar: calls that are really encoded, filled objects, the matrix of all
 * version pairs, checks of the lock and of loads in loops. A domain's registry arrives; an {@link AssertionError} that says
 * what to mend leaves.
 */
@NullMarked
package dev.attacca.testing;

import org.jspecify.annotations.NullMarked;
