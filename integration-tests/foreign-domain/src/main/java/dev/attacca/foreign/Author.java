package dev.attacca.foreign;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Table;
import java.util.UUID;

/**
 * Who wrote a book.
 *
 * <p>Thread safety: confined to one thread at a time.
 */
@Versioned("1.0")
@Table("authors")
public abstract class Author extends VersionedObject {

    /** Given by the store when the author is created. */
    @Key
    public abstract UUID getUuid();

    /** The name on the covers. */
    public abstract String getName();

    public abstract void setName(String name);

    /** Stores the author as a new row. */
    @Remotable
    public void create() {
        AuthorMapper.in(context()).insert(this);
    }
}
