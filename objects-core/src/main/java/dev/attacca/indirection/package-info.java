/**
 * The seam between "here" and "there". Calls of remotables arrive as action requests; results and updates of the receiver
 * leave, whether the body ran in place or on a conductor.
 */
@NullMarked
package dev.attacca.indirection;

import org.jspecify.annotations.NullMarked;
