/**
 * Records of finished calls arrive from workers, who never wait here. One line of JSON per call leaves for a file or standard
 * output.
 */
@NullMarked
package dev.attacca.conductor.calllog;

import org.jspecify.annotations.NullMarked;
