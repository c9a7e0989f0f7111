/** Calls of the 1.0 release arrive. They leave as that release wrote them. */
@NullMarked
package dev.attacca.history.v1_0;

import org.jspecify.annotations.NullMarked;
