package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.stored.subject.Operation;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is measured.
 *
 * @param subject by whom
 * @param operation what is done
 * @param connections how many callers do it, each on its own connection
 * @param synchronousCommit whether a commit waits for the disk; null where nothing is committed
 */
record Cell(
        String subject,
        Operation operation,
        int connections,
        @Nullable Boolean synchronousCommit) {}
