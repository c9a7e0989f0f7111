/**
 * A small lending library: a domain that the framework has never heard of, plugged in as any user's would be. Calls about books
 * arrive at its two classes; rows of its own tables leave through the mappers.
 */
@NullMarked
package dev.attacca.foreign;

import org.jspecify.annotations.NullMarked;
