package dev.attacca.store;

import java.util.List;

/**
 * What a migration run found and did. Immutable.
 *
 * @param applied the files that this run applied, in order, {@code compute V0002__add_host.sql}
 * @param present how many were there before
 * @param unknown the files that the database has beyond what this release knows: a newer release was there
 */
public record MigrationReport(List<String> applied, int present, List<String> unknown) {
    public MigrationReport {
        applied = List.copyOf(applied);
        unknown = List.copyOf(unknown);
    }
}
