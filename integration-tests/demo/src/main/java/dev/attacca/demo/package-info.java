/** A terminal, or none, arrives. A fleet of four processes is run, checked and cleared away, and the report leaves. */
@NullMarked
package dev.attacca.demo;

import org.jspecify.annotations.NullMarked;
