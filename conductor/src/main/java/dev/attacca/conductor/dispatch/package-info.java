/**
 * From a call to its answer. Calls of agreed connections arrive; each runs in one unit of work, and what changed leaves in
 * the caller's versions.
 */
@NullMarked
package dev.attacca.conductor.dispatch;

import org.jspecify.annotations.NullMarked;
