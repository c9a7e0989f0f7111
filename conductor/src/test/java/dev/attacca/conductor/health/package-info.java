/** Questions arrive over HTTP. What leaves is whether the page answers those it should and no others. */
@NullMarked
package dev.attacca.conductor.health;

import org.jspecify.annotations.NullMarked;
