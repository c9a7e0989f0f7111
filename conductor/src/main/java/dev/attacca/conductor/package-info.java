/** Frames arrive from agents that have no database. Replies leave, each the outcome of one unit of work. */
@NullMarked
package dev.attacca.conductor;

import org.jspecify.annotations.NullMarked;
