-- Compute 1.0. Enums are text: a constant that a later release adds needs no migration, and an older one can still list the row.

CREATE TABLE instances (
    uuid            uuid        PRIMARY KEY,
    row_version     bigint      NOT NULL,
    project_id      text        NOT NULL,
    user_id         text        NOT NULL,
    display_name    text        NOT NULL,
    host            text,
    memory_mb       integer     NOT NULL,
    vcpus           integer     NOT NULL,
    flavor_id       text        NOT NULL,
    vm_state        text        NOT NULL DEFAULT 'BUILDING',
    task_state      text,
    power_state     text        NOT NULL DEFAULT 'NOSTATE',
    launched_at     timestamptz,
    terminated_at   timestamptz,
    system_metadata jsonb       NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz,
    deleted_at      timestamptz,
    deleted         bigint      NOT NULL DEFAULT 0
);

-- What an agent asks at every round: only its own live rows.
CREATE INDEX instances_host ON instances (host) WHERE deleted = 0;

CREATE TABLE flavors (
    flavor_id text    PRIMARY KEY,
    name      text    NOT NULL,
    memory_mb integer NOT NULL,
    vcpus     integer NOT NULL,
    root_gb   integer NOT NULL
);

CREATE TABLE block_device_mappings (
    uuid                  uuid        PRIMARY KEY,
    row_version           bigint      NOT NULL,
    instance_uuid         uuid        NOT NULL REFERENCES instances (uuid),
    device_name           text        NOT NULL,
    volume_id             text,
    size_gb               integer     NOT NULL,
    boot_index            integer     NOT NULL,
    delete_on_termination boolean     NOT NULL DEFAULT false,
    deleted_at            timestamptz,
    deleted               bigint      NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX block_device_mappings_device
    ON block_device_mappings (instance_uuid, device_name) WHERE deleted = 0;

-- The checks are the last line of defence: a wrong count of what is used is worse than a refused call.
CREATE TABLE quotas (
    project_id     text    PRIMARY KEY,
    row_version    bigint  NOT NULL,
    max_instances  integer NOT NULL CHECK (max_instances >= -1),
    max_cores      integer NOT NULL CHECK (max_cores >= -1),
    max_ram_mb     bigint  NOT NULL CHECK (max_ram_mb >= -1),
    used_instances integer NOT NULL DEFAULT 0 CHECK (used_instances >= 0),
    used_cores     integer NOT NULL DEFAULT 0 CHECK (used_cores >= 0),
    used_ram_mb    bigint  NOT NULL DEFAULT 0 CHECK (used_ram_mb >= 0)
);

CREATE TABLE services (
    uuid          uuid        PRIMARY KEY,
    row_version   bigint      NOT NULL,
    host          text        NOT NULL,
    binary_name   text        NOT NULL,
    topic         text        NOT NULL,
    report_count  bigint      NOT NULL DEFAULT 0,
    last_seen_up  timestamptz,
    disabled      boolean     NOT NULL DEFAULT false,
    agent_version text        NOT NULL,
    deleted_at    timestamptz,
    deleted       bigint      NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX services_host_binary ON services (host, binary_name) WHERE deleted = 0;
