-- Compute 1.2. The field displayName is called name now; its column keeps its name, so conductors of 1.1 go on. They read
-- memory_mb as an integer and refuse to read a row whose value only 1.2 could have written.
-- The change of type rewrites the table under an exclusive lock.

ALTER TABLE instances ALTER COLUMN memory_mb TYPE bigint;

CREATE INDEX instances_display_name ON instances (display_name) WHERE deleted = 0;
