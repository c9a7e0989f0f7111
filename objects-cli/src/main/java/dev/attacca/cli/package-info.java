/**
 * The command line about objects. A domain's folder or class path arrives; its lock, what an edit would break, or what changed
 * leaves.
 */
@NullMarked
package dev.attacca.cli;

import org.jspecify.annotations.NullMarked;
