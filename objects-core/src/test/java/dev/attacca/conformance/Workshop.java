package dev.attacca.conformance;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.ConflictException;
import dev.attacca.error.NotFoundException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The domain of the conformance suite: benches hold tools in every way there is, and can be asked for anything. */
final class Workshop implements ObjectDomain {
    @Override
    public String name() {
        return "workshop";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Bench.class, Tool.class);
    }

    static Tool tool(ObjectContext context, String name) {
        Tool tool = context.create(Tool.class);
        tool.setName(name);
        tool.setWear(0);
        tool.resetChanges();
        return tool;
    }

    enum Grade {
        FINE,
        COARSE
    }

    /** A tool; a worn one has a successor. */
    @Versioned("1.0")
    abstract static class Tool extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getWear();

        public abstract void setWear(int wear);

        public abstract @Nullable Tool getSuccessor();

        public abstract void setSuccessor(@Nullable Tool successor);

        @Lazy
        public abstract String getMaker();

        @Remotable(readOnly = true)
        protected String loadMaker() {
            return "maker of " + getName();
        }

        @Remotable
        public void use() {
            setWear(getWear() + 1);
        }
    }

    /** A bench. */
    @Versioned("1.0")
    abstract static class Bench extends VersionedObject {
        @Key
        public abstract UUID getId();

        public abstract void setId(UUID id);

        public abstract String getName();

        public abstract void setName(String name);

        public abstract long getUses();

        public abstract void setUses(long uses);

        public abstract double getHeight();

        public abstract void setHeight(double height);

        public abstract boolean isOpen();

        public abstract void setOpen(boolean open);

        public abstract Grade getGrade();

        public abstract void setGrade(Grade grade);

        public abstract @Nullable Instant getSince();

        public abstract void setSince(@Nullable Instant since);

        public abstract @Nullable String getNote();

        public abstract void setNote(@Nullable String note);

        @Sensitive
        public abstract @Nullable String getLock();

        public abstract void setLock(@Nullable String lock);

        public abstract Map<String, String> getLabels();

        public abstract void setLabels(Map<String, String> labels);

        public abstract List<Tool> getTools();

        public abstract void setTools(List<Tool> tools);

        public abstract Map<String, Tool> getPegs();

        public abstract void setPegs(Map<String, Tool> pegs);

        public abstract @Nullable Tool getVice();

        public abstract void setVice(@Nullable Tool vice);

        @Lazy
        public abstract String getMotto();

        @Lazy
        public abstract List<Tool> getSpares();

        @Lazy
        public abstract String getLost();

        @Remotable(readOnly = true)
        protected String loadMotto() {
            return "motto of " + getName();
        }

        @Remotable(readOnly = true)
        protected List<Tool> loadSpares() {
            return List.of(tool(context(), "spare 0"), tool(context(), "spare 1"));
        }

        @Remotable(readOnly = true)
        protected String loadLost() {
            throw new NotFoundException("Bench.lost: gone (expected: there)", Map.of(), null);
        }

        /** How the body sees this bench and everything on it. */
        @Remotable(readOnly = true)
        public List<String> described() {
            return describe(this);
        }

        @Remotable
        public void nothing() {}

        @Remotable
        public void rename(String name) {
            setName(name);
        }

        @Remotable
        public void clearNote() {
            setNote(null);
        }

        @Remotable
        public void settle() {
            setUses(getUses() + 1);
            resetChanges();
        }

        @Remotable
        public void useEverything() {
            each(Tool::use);
        }

        @Remotable
        public void replaceVice(String name) {
            setVice(tool(context(), name));
        }

        @Remotable
        public void sortTools() {
            List<Tool> sorted = new java.util.ArrayList<>(getTools());
            sorted.sort(java.util.Comparator.comparing(Tool::getName));
            setTools(sorted);
        }

        @Remotable
        public Bench self() {
            setUses(41);
            return this;
        }

        @Remotable
        public String shelf() {
            return context().service(CountedUnits.Shelf.class).name();
        }

        @Remotable(readOnly = true)
        public boolean admin() {
            return context().request().admin();
        }

        @Remotable
        public void renameTwice(String first, String second) {
            rename(first);
            rename(second);
        }

        /** Uses this bench and another; how often the other was used. */
        @Remotable
        public long useWith(Bench other) {
            setUses(getUses() + 1);
            other.setUses(other.getUses() + 1);
            return other.getUses();
        }

        @Remotable
        public void spoil(String how) {
            setName("half done");
            setNote("half done");
            each(tool -> tool.setWear(99));
            setVice(null);
            switch (how) {
                case "conflict" ->
                    throw ConflictException.expected("Bench[" + getUses() + "]", "open=true", "open=false");
                case "unset" -> getLabels();
                default -> throw new IllegalStateException("secret of the body");
            }
        }

        private void each(Consumer<Tool> action) {
            getTools().forEach(action);
            getPegs().values().forEach(action);
            Tool vice = getVice();
            if (vice != null) {
                action.accept(vice);
            }
        }

        /** Finds and makes benches. */
        abstract static class Query extends ObjectQuery<Bench> {
            @Remotable(readOnly = true)
            public List<Bench> named(List<String> names) {
                return names.stream().map(this::one).toList();
            }

            @Remotable(readOnly = true)
            public Map<String, Bench> byName(List<String> names) {
                return names.stream().collect(java.util.stream.Collectors.toMap(name -> name, this::one));
            }

            @Remotable(readOnly = true)
            public @Nullable Bench maybe(boolean there) {
                return there ? one("maybe") : null;
            }

            @Remotable
            public Bench changed(String name) {
                Bench bench = one("before");
                bench.setName(name);
                return bench;
            }

            private Bench one(String name) {
                Bench bench = context().create(Bench.class);
                bench.setName(name);
                bench.setTools(List.of(tool(context(), "of " + name)));
                bench.resetChanges();
                return bench;
            }

            @Remotable(readOnly = true)
            public List<String> describedArgument(Bench bench) {
                return describe(bench);
            }

            @Remotable(readOnly = true)
            public List<String> request() {
                RequestContext request = context().request();
                return List.of(
                        request.requestId(),
                        String.valueOf(request.userId()),
                        String.valueOf(request.projectId()),
                        request.readDeleted().name());
            }

            @Remotable(readOnly = true)
            public boolean admin() {
                return context().request().admin();
            }

            @Remotable(readOnly = true)
            public List<Boolean> adminHereAndElevated() {
                return List.of(admin(), context().elevated().query(Query.class).admin());
            }

            @Remotable(readOnly = true)
            public boolean isAdmin() {
                return context().request().admin();
            }

            @Remotable(readOnly = true)
            public long remainingMillis() {
                var deadline = context().request().deadline();
                return deadline == null ? -1 : deadline.remaining().toMillis();
            }

            @Remotable(readOnly = true)
            public @Nullable Boolean echoBoolean(@Nullable Boolean value) {
                return value;
            }

            @Remotable(readOnly = true)
            public int echoInt(int value) {
                return value;
            }

            @Remotable(readOnly = true)
            public @Nullable Long echoLong(@Nullable Long value) {
                return value;
            }

            @Remotable(readOnly = true)
            public double echoDouble(double value) {
                return value;
            }

            @Remotable(readOnly = true)
            public @Nullable String echoString(@Nullable String value) {
                return value;
            }

            @Remotable(readOnly = true)
            public @Nullable Grade echoGrade(@Nullable Grade value) {
                return value;
            }

            @Remotable(readOnly = true)
            public UUID echoUuid(UUID value) {
                return value;
            }

            @Remotable(readOnly = true)
            public Instant echoInstant(Instant value) {
                return value;
            }

            @Remotable(readOnly = true)
            public Map<String, Long> echoMap(Map<String, Long> value) {
                return value;
            }

            @Remotable(readOnly = true)
            public List<Grade> echoList(List<Grade> value) {
                return value;
            }
        }

        private static List<String> describe(Bench bench) {
            List<String> lines = new java.util.ArrayList<>();
            lines.add(bench.toString());
            if (bench.isSet("tools")) {
                bench.getTools().forEach(tool -> lines.add(tool.toString()));
            }
            if (bench.isSet("pegs")) {
                bench.getPegs().forEach((peg, tool) -> lines.add(peg + ": " + tool));
            }
            if (bench.isSet("vice")) {
                lines.add(String.valueOf(bench.getVice()));
            }
            return lines;
        }
    }
}
