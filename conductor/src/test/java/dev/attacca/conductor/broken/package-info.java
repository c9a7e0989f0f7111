/** A domain whose classes a registry must refuse; no services file names it, tests do. */
@NullMarked
package dev.attacca.conductor.broken;

import org.jspecify.annotations.NullMarked;
