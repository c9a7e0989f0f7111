/**
 * Instances assigned to this host arrive from a conductor. Processes are started and stopped for them, and their state leaves the
 * same way.
 */
@NullMarked
package dev.attacca.agent;

import org.jspecify.annotations.NullMarked;
