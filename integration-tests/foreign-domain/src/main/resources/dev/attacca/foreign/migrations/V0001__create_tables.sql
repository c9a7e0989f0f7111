CREATE TABLE authors (
    uuid uuid PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE books (
    isbn        text    PRIMARY KEY,
    row_version bigint  NOT NULL,
    title       text    NOT NULL,
    author_uuid uuid    NOT NULL REFERENCES authors (uuid),
    copies      integer NOT NULL CHECK (copies >= 0)
);

CREATE INDEX books_author_uuid ON books (author_uuid);
