/** Records of calls arrive, faster than a disk takes them. What leaves is whether every one is written or counted. */
@NullMarked
package dev.attacca.conductor.calllog;

import org.jspecify.annotations.NullMarked;
