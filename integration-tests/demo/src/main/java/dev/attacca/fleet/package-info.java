/**
 * Conductors and agents of any release as processes of this machine, for the demo and for tests. What arrives is what to start and
 * with which settings; what leaves are running processes, what they wrote, and nothing at all once the fleet is closed.
 */
@NullMarked
package dev.attacca.fleet;

import org.jspecify.annotations.NullMarked;
