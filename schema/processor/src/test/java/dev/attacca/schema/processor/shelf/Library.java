package dev.attacca.schema.processor.shelf;

import dev.attacca.Attacca;
import dev.attacca.indirection.LocalIndirection;
import dev.attacca.indirection.UnitOfWorkFactory.OpenUnit;
import dev.attacca.object.Caller;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.postgres.testing.TappedDatabase;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.store.StatementListener;
import dev.attacca.store.StoreUnitOfWorkFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The tests' domain on a database of its own; every statement that mappers run is noted. */
public final class Library implements AutoCloseable {
    private static final String SCHEMA = """
            CREATE TABLE books (
                uuid uuid PRIMARY KEY,
                row_version bigint NOT NULL,
                created_at timestamptz NOT NULL,
                updated_at timestamptz,
                deleted_at timestamptz,
                deleted bigint NOT NULL DEFAULT 0,
                display_title text NOT NULL CHECK (length(display_title) <= 40),
                shape text NOT NULL DEFAULT 'BOUND',
                former_shape text,
                pages integer NOT NULL DEFAULT 1,
                shelf integer,
                weight bigint NOT NULL DEFAULT 0,
                price bigint,
                rating double precision,
                discount double precision,
                lent boolean NOT NULL DEFAULT false,
                signed boolean,
                read_at timestamptz,
                owner uuid,
                notes jsonb NOT NULL DEFAULT '{}'
            );
            CREATE UNIQUE INDEX books_title_live ON books (display_title) WHERE deleted = 0;

            CREATE TABLE tickets (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                reader text NOT NULL
            );
            CREATE TABLE fines (ticket bigint NOT NULL CONSTRAINT fines_ticket REFERENCES tickets (number));

            CREATE TABLE devices (
                uuid uuid PRIMARY KEY,
                price numeric,
                bought date,
                warranty bigint,
                seal bytea,
                firmware bytea,
                address inet,
                network cidr,
                mac macaddr,
                slot text,
                password text
            );

            CREATE TABLE deliveries (uuid uuid PRIMARY KEY, seal text, code text, stage text, note text);

            CREATE TABLE book_changes (id bigint GENERATED ALWAYS AS IDENTITY, columns text);
            CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO book_changes (columns)
                SELECT string_agg(o.key, ',' ORDER BY o.key)
                FROM jsonb_each(to_jsonb(OLD)) o JOIN jsonb_each(to_jsonb(NEW)) n ON n.key = o.key
                WHERE o.value IS DISTINCT FROM n.value;
                RETURN NEW;
            END $$;
            CREATE TRIGGER note_change AFTER UPDATE ON books FOR EACH ROW EXECUTE FUNCTION note_change();
            """;

    private static final ObjectRegistry REGISTRY =
            ObjectRegistry.builder().add(new ShelfDomain()).build();

    private final TestDatabase database;
    private final DataSource dataSource;
    private final List<StatementListener.Run> runs = new CopyOnWriteArrayList<>();
    private final StoreUnitOfWorkFactory units;
    private final SmallPool pool;

    public Library() {
        this(builder -> {});
    }

    /** A library whose units have other options. */
    public Library(Consumer<StoreUnitOfWorkFactory.Builder> options) {
        this.database = TestPostgres.databaseFrom("shelf", Library::migrate);
        this.dataSource = database.dataSource();
        this.pool = new SmallPool(dataSource);
        StoreUnitOfWorkFactory.Builder builder =
                StoreUnitOfWorkFactory.builder(pool).listener(runs::add);
        options.accept(builder);
        this.units = builder.build();
    }

    private static void migrate(DataSource source) {
        execute(source, SCHEMA);
    }

    /** The classes of the domain. */
    public static final class ShelfDomain implements ObjectDomain {
        @Override
        public String name() {
            return "shelf";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Book.class, Ticket.class, Device.class, Delivery.class);
        }
    }

    /** Forgets everything that earlier tests did. */
    public void empty() {
        pool.close();
        execute("TRUNCATE books, tickets, devices, fines, deliveries, book_changes RESTART IDENTITY");
        runs.clear();
    }

    /** Where the units take their connections. */
    SmallPool pool() {
        return pool;
    }

    /** A way to the database on which round trips are counted. */
    TappedDatabase tap() {
        return new TappedDatabase(database);
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public StoreUnitOfWorkFactory units() {
        return units;
    }

    /** A context of a call that came from elsewhere; its remotables run in place. */
    public ObjectContext context(RequestContext request, Caller caller) {
        return new ObjectContext(request, REGISTRY, new LocalIndirection(units), caller);
    }

    /** A context whose remotables run in place. */
    public ObjectContext context(RequestContext request) {
        return Attacca.local(REGISTRY, units).context(request);
    }

    public ObjectContext context() {
        return context(RequestContext.create());
    }

    /** A new book with the fields that its table demands. */
    public Book book(String title) {
        Book book = context().create(Book.class);
        book.setTitle(title);
        return book;
    }

    /** A stored book. */
    public Book stored(String title) {
        Book book = book(title);
        write(books -> {
            books.insert(book);
            return book;
        });
        return book;
    }

    /** A second object of the same row, as another agent would have it. */
    public Book again(Book book) {
        return write(books -> books.requireByKey(book.getUuid()));
    }

    /** Runs a body in a writing unit of its own. */
    public <R> R write(Function<BookMapper, R> body) {
        return write(context(), body);
    }

    public void change(Consumer<BookMapper> body) {
        write(books -> {
            body.accept(books);
            return "done";
        });
    }

    public <R> R write(ObjectContext context, Function<BookMapper, R> body) {
        return in(context, false, () -> body.apply(BookMapper.in(context)));
    }

    public <R> R read(ObjectContext context, Function<BookMapper, R> body) {
        return in(context, true, () -> body.apply(BookMapper.in(context)));
    }

    public <R> R tickets(Function<TicketMapper, R> body) {
        ObjectContext context = context();
        return in(context, false, () -> body.apply(TicketMapper.in(context)));
    }

    public <R> R devices(Function<DeviceMapper, R> body) {
        ObjectContext context = context();
        return in(context, false, () -> body.apply(DeviceMapper.in(context)));
    }

    public <R> R deliveries(Function<DeliveryMapper, R> body) {
        ObjectContext context = context();
        return in(context, false, () -> body.apply(DeliveryMapper.in(context)));
    }

    private <R> R in(ObjectContext context, boolean readOnly, Supplier<R> body) {
        return in(units, context, readOnly, body);
    }

    /** Runs a body in a unit of a factory, as the local indirection does. */
    static <R> R in(StoreUnitOfWorkFactory units, ObjectContext context, boolean readOnly, Supplier<R> body) {
        RemotableMethod method = readOnly
                ? REGISTRY.queryType(Book.Query.class).remotables().get(0)
                : REGISTRY.type(Book.class).remotables().get(0);
        try (OpenUnit unit = units.open(context, method)) {
            ObjectContext.UnitServices outer = context.enter(unit);
            try {
                R result = body.get();
                unit.finish(unit.endsAlone());
                unit.commit();
                return result;
            } finally {
                context.enter(outer);
            }
        }
    }

    /** The SQL that mappers ran since this was last asked. */
    public List<String> statements() {
        List<String> statements =
                runs.stream().map(run -> run.statement().sql()).toList();
        runs.clear();
        return statements;
    }

    public List<StatementListener.Run> runs() {
        return List.copyOf(runs);
    }

    /** Runs SQL beside the mappers. */
    public void execute(String sql) {
        execute(dataSource, sql);
    }

    private static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Rows as text, columns separated by {@code |}. */
    public List<String> rows(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            ResultSetMetaData columns = results.getMetaData();
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.add(String.valueOf(results.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        pool.close();
        database.close();
    }
}
