package dev.attacca.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.indirection.LocalIndirection;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.Caller;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectFactory;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.ObjectType;
import dev.attacca.object.QueryType;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What precedes a statement reaches the same transaction, whatever the statement's parameters are. Given one whose type it must ask
 * for, the driver ends the transaction in between, as soon as it keeps the statement prepared.
 */
class SessionSettingsTest {
    private static final TestDatabase DATABASE = TestPostgres.database();
    private static final int UNTIL_PREPARED_AND_BEYOND = 8;

    private final SessionSettings settings = new SessionSettings("store");
    private final ObjectContext context = new ObjectContext(
            RequestContext.create(), new NoClasses(), new LocalIndirection(UnitOfWorkFactory.NONE), Caller.IN_PLACE);

    /** Nothing is called here. */
    private static final class NoClasses implements ObjectFactory {
        @Override
        public List<ObjectType<?>> types() {
            return List.of();
        }

        @Override
        public <T extends VersionedObject> ObjectType<T> type(Class<T> javaType) {
            throw new AssertionError(javaType);
        }

        @Override
        public <Q extends ObjectQuery<?>> QueryType<Q> queryType(Class<Q> javaType) {
            throw new AssertionError(javaType);
        }

        @Override
        public boolean declaresError(String code) {
            return false;
        }
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    static Stream<Arguments> everyParameter() {
        return Stream.of(
                one("?", "text", to -> to.text("t")),
                one("?", "text null", to -> to.text(null)),
                one("?", "integer", to -> to.integer(1)),
                one("?", "integer null", to -> to.integer(null)),
                one("?", "bigint", to -> to.bigint(1L)),
                one("?", "bigint null", to -> to.bigint(null)),
                one("?", "double", to -> to.doublePrecision(1.5)),
                one("?", "double null", to -> to.doublePrecision(null)),
                one("?", "boolean", to -> to.bool(true)),
                one("?", "boolean null", to -> to.bool(null)),
                one("?", "uuid", to -> to.uuid(UUID.randomUUID())),
                one("?", "uuid null", to -> to.uuid(null)),
                one("?", "instant", to -> to.instant(Instant.EPOCH)),
                one("?", "instant null", to -> to.instant(null)),
                one("?", "enum", to -> to.enumName(Thread.State.NEW)),
                one("?::jsonb", "json", to -> to.json(Map.of("a", "b"))),
                one("?::jsonb", "json null", to -> to.json(null)),
                one("?", "numeric", to -> to.numeric(BigDecimal.ONE)),
                one("?", "numeric null", to -> to.numeric(null)),
                one("?", "date", to -> to.date(LocalDate.EPOCH)),
                one("?", "date null", to -> to.date(null)),
                one("?", "duration", to -> to.duration(Duration.ZERO)),
                one("?", "bytes", to -> to.bytes(Bytes.of(new byte[1]))),
                one("?", "bytes null", to -> to.bytes((Bytes) null)),
                one("?::inet", "inet", to -> to.ipAddress(IpAddress.parse("10.0.0.1"))),
                one("?::inet", "inet null", to -> to.ipAddress(null)),
                one("?::cidr", "cidr", to -> to.ipNetwork(IpNetwork.parse("10.0.0.0/8"))),
                one("?::macaddr", "macaddr", to -> to.macAddress(MacAddress.parse("00:00:00:00:00:01"))),
                one("?", "pci", to -> to.pciAddress(PciAddress.parse("0000:1f:02.7"))),
                one("?", "sensitive", to -> to.sensitive(SensitiveString.of("s"))),
                one(
                        "?::uuid[]",
                        "array",
                        to -> to.textArray(List.of(UUID.randomUUID().toString()))));
    }

    private static Arguments one(String placeholder, String name, Parameters parameters) {
        return Arguments.of(name, placeholder, parameters);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyParameter")
    void theyReachTheSameTransaction(String name, String placeholder, Parameters parameters) throws SQLException {
        String sql = settings.before(
                "SELECT current_setting('attacca.request', true) || current_setting('statement_timeout'), "
                        + placeholder,
                true,
                true);
        try (Connection connection = DATABASE.dataSource().getConnection()) {
            for (int i = 0; i < UNTIL_PREPARED_AND_BEYOND; i++) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    ColumnBinder to = new ColumnBinder(statement);
                    settings.bind(Deadline.after(Duration.ofSeconds(9)), context, to);
                    parameters.bind(to);
                    statement.execute();
                    statement.getMoreResults();
                    try (ResultSet rows = statement.getResultSet()) {
                        rows.next();
                        assertThat(rows.getString(1))
                                .startsWith(context.request().requestId() + "8")
                                .endsWith("ms");
                    }
                }
            }
        }
    }
}
