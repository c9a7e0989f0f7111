package dev.attacca.walk;

import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.Fleet;
import dev.attacca.fleet.JsonLine;
import dev.attacca.foreign.Book;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One conductor of the newest release for all classes that leave it running: with its embedded database, and with a second domain
 * beside compute. Started when the first class asks, ended with the last test.
 *
 * <p>Thread safety: safe for use by several threads.
 *
 * @param fleet where more processes can be started; their names must be new
 * @param served the conductor
 */
record SharedFleet(Fleet fleet, Served served) implements AutoCloseable {

    private static SharedFleet start() {
        Fleet fleet = Fleet.temporary("walk");
        try {
            ConductorProcess conductor =
                    fleet.conductor(ConductorProcess.Options.named("conductor").classPath(List.of(foreignDomain())));
            return new SharedFleet(fleet, Served.by(conductor));
        } catch (RuntimeException | Error failed) {
            fleet.close();
            throw failed;
        }
    }

    /** The jar or folder that this build made of the foreign domain. */
    static Path foreignDomain() {
        try {
            return Path.of(Book.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    ConductorProcess conductor() {
        return served.conductor();
    }

    Rows rows() {
        return served.rows();
    }

    /** Options of a conductor with an empty database of its own on the server of the shared one, which is quicker than a server. */
    ConductorProcess.Options withDatabase(String name) {
        JsonLine ready = conductor().ready();
        try (Connection connection = conductor().jdbc();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException refused) {
            throw new IllegalStateException("CREATE DATABASE " + name, refused);
        }
        return ConductorProcess.Options.named(name)
                .with("jdbc-url", ready.text("jdbcUrl").replaceFirst("[^/]*$", name))
                .with("jdbc-user", ready.text("jdbcUser"))
                .with("jdbc-password-file", ready.text("passwordFile"));
    }

    @Override
    public void close() {
        served.close();
        fleet.close();
    }

    /** Hands it to constructors and methods of tests. */
    static final class Resolver implements ParameterResolver {
        private static final Namespace NAMESPACE = Namespace.create(SharedFleet.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == SharedFleet.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(SharedFleet.class, key -> start(), SharedFleet.class);
        }
    }
}
