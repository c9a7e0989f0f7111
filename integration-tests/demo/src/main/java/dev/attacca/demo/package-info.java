/**
 * The demo, {@code ./attacca demo}: a conductor and agents of three releases, instances that run and are deleted, and what a person
 * wants to see of it. What arrives is the command line; what leaves is the story on the screen and an exit code that is 0 only if
 * everything it claims was checked and holds.
 */
@NullMarked
package dev.attacca.demo;

import org.jspecify.annotations.NullMarked;
