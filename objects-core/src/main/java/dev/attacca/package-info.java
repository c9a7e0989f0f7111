/** The front door: a program arrives with its domain classes and a place to call. It leaves with contexts whose objects run here or there. */
@NullMarked
package dev.attacca;

import org.jspecify.annotations.NullMarked;
