/**
 * The walk of DESIGN over real processes, in mixed versions. What arrives are the packaged programs of every release; what leaves is
 * the proof, column by column and call by call, that they work together.
 */
@NullMarked
package dev.attacca.walk;

import org.jspecify.annotations.NullMarked;
