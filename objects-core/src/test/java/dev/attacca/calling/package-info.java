/** Specifications of calling: the same in place and over a socket. */
@NullMarked
package dev.attacca.calling;

import org.jspecify.annotations.NullMarked;
