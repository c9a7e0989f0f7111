package dev.attacca.schema.processor.shelf;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Table;

/** The least a stored class can be: a key that the database draws, no row version, gone when deleted. */
@Versioned("1.0")
@Table("tickets")
public abstract class Ticket extends VersionedObject {
    @Key
    public abstract long getNumber();

    public abstract String getReader();

    public abstract void setReader(String reader);
}
