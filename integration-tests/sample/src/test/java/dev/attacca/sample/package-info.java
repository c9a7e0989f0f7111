/** The hall's specifications, with every tool of the testing kit. */
@NullMarked
package dev.attacca.sample;

import org.jspecify.annotations.NullMarked;
