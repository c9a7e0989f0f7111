/**
 * What a user of Attacca may catch: one unchecked root, {@link dev.attacca.error.AttaccaException}, with a stable code, an
 * answer to "may I ask again?" and an answer to "was it applied?". What arrives are facts about a failure, from this process
 * or from the peer; what leaves is an exception whose message ends with the remedy and holds no stack, SQL or row of anybody.
 */
@NullMarked
package dev.attacca.error;

import org.jspecify.annotations.NullMarked;
