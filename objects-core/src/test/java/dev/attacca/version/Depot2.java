package dev.attacca.version;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A release later: fields came, one was renamed, and an enum grew. */
final class Depot2 {
    private Depot2() {}

    static ObjectRegistry registry() {
        return Releases.of(List.of(Depot.class, Shelf.class, Box.class, Crate.class, Note.class, Scanner.class));
    }

    /** How a depot feels. */
    enum Mood {
        QUIET,
        BUSY,
        @Added(in = "1.1", fallback = "QUIET")
        CLOSED
    }

    @Versioned("1.1")
    abstract static class Depot extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getSize();

        public abstract void setSize(int size);

        public abstract Mood getMood();

        public abstract void setMood(Mood mood);

        public abstract List<Shelf> getShelves();

        public abstract void setShelves(List<Shelf> shelves);

        public abstract Map<String, Shelf> getIndex();

        public abstract void setIndex(Map<String, Shelf> index);

        public abstract @Nullable Scanner getScanner();

        public abstract void setScanner(@Nullable Scanner scanner);

        @Added(in = "1.1")
        public abstract List<List<Note>> getLedgers();

        public abstract void setLedgers(List<List<Note>> ledgers);

        @Added(in = "1.1")
        public abstract @Nullable String getOwner();

        public abstract void setOwner(@Nullable String owner);
    }

    @Versioned("1.1")
    abstract static class Shelf extends VersionedObject {
        @Renamed(from = "label", in = "1.1")
        public abstract String getTitle();

        public abstract void setTitle(String title);

        public abstract @Nullable String getColour();

        public abstract void setColour(@Nullable String colour);

        public abstract List<Box> getBoxes();

        public abstract void setBoxes(List<Box> boxes);

        public abstract Map<String, List<Box>> getStacks();

        public abstract void setStacks(Map<String, List<Box>> stacks);
    }

    @Versioned("1.0")
    @Polymorphic
    abstract static class Box extends VersionedObject {
        public abstract String getTitle();

        public abstract void setTitle(String title);

        public abstract int getWeight();

        public abstract void setWeight(int weight);

        public abstract Set<String> getTags();

        public abstract void setTags(Set<String> tags);

        public abstract @Nullable Note getNote();

        public abstract void setNote(@Nullable Note note);

        public abstract List<Box> getInside();

        public abstract void setInside(List<Box> inside);
    }

    @Versioned("1.1")
    abstract static class Crate extends Box {
        public abstract int getSlats();

        public abstract void setSlats(int slats);

        @Added(in = "1.1")
        public abstract @Nullable String getLid();

        public abstract void setLid(@Nullable String lid);
    }

    @Versioned("1.1")
    abstract static class Note extends VersionedObject {
        public abstract String getText();

        public abstract void setText(String text);

        public abstract String getAuthor();

        public abstract void setAuthor(String author);

        @Added(in = "1.1")
        public abstract @Nullable Instant getStamp();

        public abstract void setStamp(@Nullable Instant stamp);

        @Added(in = "1.1")
        public abstract Map<String, String> getMarks();

        public abstract void setMarks(Map<String, String> marks);
    }

    @Versioned("1.1")
    abstract static class Scanner extends VersionedObject {
        public abstract String getCode();

        public abstract void setCode(String code);

        @Added(in = "1.1")
        public abstract @Nullable String getModel();

        public abstract void setModel(@Nullable String model);
    }
}
