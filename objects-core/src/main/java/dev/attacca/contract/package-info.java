/**
 * The contract of a domain: everything older agents and conductors rely on, as a file that a review can read. Domain classes
 * and the locks of earlier releases arrive; the lock of today leaves, and what would break for whom.
 */
@NullMarked
package dev.attacca.contract;

import org.jspecify.annotations.NullMarked;
