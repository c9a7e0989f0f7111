-- The same table twice: once its rows stay when they are deleted.

CREATE TABLE parcels (
    uuid        uuid        PRIMARY KEY,
    row_version bigint      NOT NULL,
    sender      text        NOT NULL,
    receiver    text        NOT NULL,
    grams       bigint      NOT NULL,
    posted_at   timestamptz,
    deleted_at  timestamptz,
    deleted     bigint      NOT NULL DEFAULT 0
);

CREATE TABLE plain_parcels (
    uuid        uuid        PRIMARY KEY,
    row_version bigint      NOT NULL,
    sender      text        NOT NULL,
    receiver    text        NOT NULL,
    grams       bigint      NOT NULL,
    posted_at   timestamptz,
    returned_at timestamptz
);
