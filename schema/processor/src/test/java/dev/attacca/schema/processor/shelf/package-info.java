/** A small domain of the tests: its mappers are written by the processor under test, and used on a real server. */
@NullMarked
package dev.attacca.schema.processor.shelf;

import org.jspecify.annotations.NullMarked;
