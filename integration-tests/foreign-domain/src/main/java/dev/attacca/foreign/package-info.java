/** A domain that is not compute arrives, found by ServiceLoader. The same conductor serves it. */
@NullMarked
package dev.attacca.foreign;

import org.jspecify.annotations.NullMarked;
