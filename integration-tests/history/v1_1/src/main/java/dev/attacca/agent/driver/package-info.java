/**
 * What stands behind an instance on this host: a specification arrives, and something that runs is started, looked at and stopped
 * for it. What leaves are power states; nothing here knows a conductor or a row.
 */
@NullMarked
package dev.attacca.agent.driver;

import org.jspecify.annotations.NullMarked;
