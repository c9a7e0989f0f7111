package dev.attacca.schema.processor.shelf;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.SoftDeletable;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.Column;
import dev.attacca.store.Json;
import dev.attacca.store.NotStored;
import dev.attacca.store.Statement;
import dev.attacca.store.Table;
import dev.attacca.store.UnitOfWork;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One field of every kind that a table has, and some that it has not. */
@Versioned("1.0")
@Table("books")
public abstract class Book extends VersionedObject implements SoftDeletable {
    private static final Statement LEAF = new Statement(
            "UPDATE books SET pages = pages + 1 WHERE uuid = ?", List.of("books"), "shelf", Statement.Kind.UPDATE);

    /** What happens in {@link #leafThrough} between its statements. */
    static volatile Runnable between = () -> {};

    @Key
    public abstract UUID getUuid();

    public abstract void setUuid(UUID uuid);

    @RowVersion
    public abstract long getRowVersion();

    public abstract @Nullable Instant getCreatedAt();

    public abstract @Nullable Instant getUpdatedAt();

    @Column("display_title")
    public abstract String getTitle();

    public abstract void setTitle(String title);

    public abstract Shape getShape();

    public abstract void setShape(Shape shape);

    public abstract @Nullable Shape getFormerShape();

    public abstract void setFormerShape(@Nullable Shape shape);

    public abstract int getPages();

    public abstract void setPages(int pages);

    public abstract @Nullable Integer getShelf();

    public abstract void setShelf(@Nullable Integer shelf);

    public abstract long getWeight();

    public abstract void setWeight(long weight);

    @Sensitive
    public abstract @Nullable Long getPrice();

    public abstract void setPrice(@Nullable Long price);

    public abstract double getRating();

    public abstract void setRating(double rating);

    public abstract @Nullable Double getDiscount();

    public abstract void setDiscount(@Nullable Double discount);

    public abstract boolean isLent();

    public abstract void setLent(boolean lent);

    public abstract @Nullable Boolean getSigned();

    public abstract void setSigned(@Nullable Boolean signed);

    public abstract @Nullable Instant getReadAt();

    public abstract void setReadAt(@Nullable Instant readAt);

    public abstract @Nullable UUID getOwner();

    public abstract void setOwner(@Nullable UUID owner);

    @Json
    public abstract Map<String, String> getNotes();

    public abstract void setNotes(Map<String, String> notes);

    @NotStored
    public abstract List<String> getTags();

    public abstract void setTags(List<String> tags);

    public abstract List<Book> getSequels();

    public abstract void setSequels(List<Book> sequels);

    @Remotable
    public void create() {
        BookMapper.in(context()).insert(this);
    }

    @Remotable
    public void save() {
        BookMapper.in(context()).save(this);
    }

    /** Changes more than its caller did, and tells what it knows of it. */
    @Remotable
    public long retitle(String title) {
        setTitle(title);
        BookMapper.in(context()).save(this);
        between.run();
        return getRowVersion();
    }

    /** Writes two rows one after the other, with time for somebody else in between. */
    @Remotable
    public void leafThrough(UUID first, UUID second) {
        UnitOfWork unit = context().service(UnitOfWork.class);
        unit.execute(LEAF, to -> to.uuid(first));
        between.run();
        unit.execute(LEAF, to -> to.uuid(second));
    }

    /** What may be asked of books. */
    public abstract static class Query extends ObjectQuery<Book> {
        @Remotable(readOnly = true)
        public Book byUuid(UUID uuid) {
            return BookMapper.in(context()).requireByKey(uuid);
        }
    }

    /** How a book is made. */
    public enum Shape {
        /** Bound. */
        BOUND,
        /** Soft. */
        SOFT,
        /** A scroll. */
        SCROLL
    }
}
