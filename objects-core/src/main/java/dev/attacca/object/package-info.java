/**
 * The object model: versioned objects with tracked fields, the queries that find them, and the contexts that decide where
 * their bodies run. Calls of application code arrive at generated accessors and remotables; tracked values and calls for
 * the indirection leave.
 */
@NullMarked
package dev.attacca.object;

import org.jspecify.annotations.NullMarked;
