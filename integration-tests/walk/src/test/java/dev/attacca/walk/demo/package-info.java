/**
 * The demo as its visitors start it. What arrives is the packaged program; what leaves is that it tells its story, ends by itself and
 * leaves nothing behind, whatever happens to it.
 */
@NullMarked
package dev.attacca.walk.demo;

import org.jspecify.annotations.NullMarked;
