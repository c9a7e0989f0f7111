/**
 * Objects to bytes and back. Objects, diffs, arguments and results arrive and leave as bytes in the shape that both sides of
 * a connection agreed on; bytes of a peer leave as objects, or as one typed error.
 */
@NullMarked
package dev.attacca.codec;

import org.jspecify.annotations.NullMarked;
