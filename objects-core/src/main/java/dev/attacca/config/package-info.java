/**
 * How a process of Attacca is configured: texts arrive as flags, environment variables and lines of a file, in that order of
 * precedence, with defaults below them. What leaves are typed values and their origins, or one
 * {@link dev.attacca.error.ConfigurationException} that names every problem with its remedy.
 */
@NullMarked
package dev.attacca.config;

import org.jspecify.annotations.NullMarked;
