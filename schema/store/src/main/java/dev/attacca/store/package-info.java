/** Tracked fields and typed filters arrive from generated mappers. SQL leaves, and rows come back as values. */
@NullMarked
package dev.attacca.store;

import org.jspecify.annotations.NullMarked;
