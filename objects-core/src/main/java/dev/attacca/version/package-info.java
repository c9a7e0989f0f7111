/**
 * Versions and the steps between them: what a class looked like at each version, and how its data is brought from one to
 * another. Values arrive in the shape of one version and leave in the shape of another.
 */
@NullMarked
package dev.attacca.version;

import org.jspecify.annotations.NullMarked;
