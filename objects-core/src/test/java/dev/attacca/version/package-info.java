/** What readers of other versions get, and what writers are told when it is less than they gave. */
@NullMarked
package dev.attacca.version;

import org.jspecify.annotations.NullMarked;
