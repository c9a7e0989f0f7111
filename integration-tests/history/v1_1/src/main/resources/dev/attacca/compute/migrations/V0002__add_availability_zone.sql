-- Compute 1.1. Conductors of 1.0 go on: their statements name their own columns, and the new one may stay null.

ALTER TABLE instances ADD COLUMN availability_zone text;

CREATE INDEX instances_availability_zone ON instances (availability_zone) WHERE deleted = 0;
