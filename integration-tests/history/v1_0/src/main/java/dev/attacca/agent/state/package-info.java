/**
 * What an agent must still know after it was killed. Facts arrive before the step that they guard is taken; what leaves, after a
 * restart, is where to go on.
 */
@NullMarked
package dev.attacca.agent.state;

import org.jspecify.annotations.NullMarked;
