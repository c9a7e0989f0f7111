/**
 * What the object model means, each sentence once and true in every mode: in place, over the loopback and over a socket in
 * both codecs. Whatever holds only where caller and body share memory has no place here.
 */
@NullMarked
package dev.attacca.conformance;

import org.jspecify.annotations.NullMarked;
