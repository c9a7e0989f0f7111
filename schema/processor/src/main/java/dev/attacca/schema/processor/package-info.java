/** Annotated domain classes arrive from the compiler. Typed mappers, filters and field tokens leave as Java sources. */
@NullMarked
package dev.attacca.schema.processor;

import org.jspecify.annotations.NullMarked;
