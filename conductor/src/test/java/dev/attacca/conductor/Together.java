package dev.attacca.conductor;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.compute.Flavor;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.registry.ObjectRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** What tests of a whole conductor need: a caller, something to store, a look at the rows past the conductor. */
final class Together {
    private Together() {}

    /** Settings for a conductor on any free port over a test's database, and others. */
    static ConductorConfig over(TestDatabase database, String... keysAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "listen", "127.0.0.1:0",
                "jdbc-url", database.jdbcUrl(),
                "jdbc-user", database.user(),
                "jdbc-password", database.password()));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return ConductorConfig.read(settings, Map.of());
    }

    /** A caller of the conductor on that port. */
    static Attacca agent(int port) {
        return Attacca.remote(
                ObjectRegistry.load(), RemoteOptions.to("127.0.0.1:" + port).peer("agent of the test"));
    }

    /** Stores a flavor, the smallest thing that is a row. */
    static void createFlavor(Attacca agent, String flavorId) {
        flavor(agent.context(RequestContext.create()), flavorId).create();
    }

    /** A flavor that is not stored yet. */
    static Flavor flavor(ObjectContext context, String flavorId) {
        Flavor flavor = context.create(Flavor.class);
        flavor.setFlavorId(flavorId);
        flavor.setName("a name that no log may hold");
        flavor.setMemoryMb(2048);
        flavor.setVcpus(1);
        flavor.setRootGb(10);
        return flavor;
    }

    /** The flavors that are there. */
    static Set<String> flavors(DataSource database) throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT flavor_id FROM flavors")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** From now on, storing a flavor takes this long. */
    static void slowDown(DataSource database, String seconds) throws SQLException {
        execute(
                database,
                "CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep("
                        + seconds
                        + "); RETURN NEW; END $$;"
                        + " CREATE OR REPLACE TRIGGER slow BEFORE INSERT ON flavors FOR EACH ROW EXECUTE FUNCTION slow()");
    }
}
