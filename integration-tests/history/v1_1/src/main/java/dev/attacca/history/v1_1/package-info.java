/** Calls of the 1.1 release arrive. They leave as that release wrote them. */
@NullMarked
package dev.attacca.history.v1_1;

import org.jspecify.annotations.NullMarked;
