/**
 * What an agent did, for programs: each finished step arrives once, and leaves as one line of JSON. People read the log instead.
 */
@NullMarked
package dev.attacca.agent.event;

import org.jspecify.annotations.NullMarked;
