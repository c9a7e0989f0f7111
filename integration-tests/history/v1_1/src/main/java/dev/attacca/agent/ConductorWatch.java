package dev.attacca.agent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.agent.event.AgentAction;
import dev.attacca.agent.event.EventLog;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.ConnectionLostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the conductor stops answering and when it answers again, each once, however often the agent asks in between. The log
 * has the loss of a connection from the transport already; what a connected conductor refuses is logged here.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class ConductorWatch {
    private static final Logger log = LoggerFactory.getLogger(ConductorWatch.class);

    private final String served;
    private final List<String> conductors;
    private final EventLog events;

    @GuardedBy("this")
    private boolean answers;

    /** Whether the log says that this is not served. */
    @GuardedBy("this")
    private boolean warned;

    /** The code of the trouble that was told; null while there is none. */
    @GuardedBy("this")
    private @Nullable String trouble;

    /**
     * @param served what a conductor serves or does not, as it is called in the log
     */
    ConductorWatch(String served, List<String> conductors, EventLog events) {
        this.served = served;
        this.conductors = conductors;
        this.events = events;
    }

    /** A pass was served. */
    synchronized void answered() {
        if (!answers) {
            answers = true;
            trouble = null;
            if (warned) {
                log.info("{}: served again by a conductor at {}", served, conductors);
            }
            warned = false;
            events.line(AgentAction.CONDUCTOR_ANSWERS).write();
        }
    }

    /** A pass was not served. */
    synchronized void failed(AttaccaException failure) {
        answers = false;
        // A connection that breaks and one that cannot be made are the same outage.
        boolean disconnected =
                failure instanceof ConductorUnavailableException || failure instanceof ConnectionLostException;
        String code = disconnected ? ConductorUnavailableException.CODE : failure.code();
        if (code.equals(trouble)) {
            log.debug("{}: still not served", served, failure);
            return;
        }
        trouble = code;
        if (disconnected) {
            log.debug("{}: no conductor", served, failure);
        } else {
            warned = true;
            log.warn("{}: not served by a conductor at {}; asking again", served, conductors, failure);
        }
        events.line(AgentAction.CONDUCTOR_LOST).error(failure).write();
    }
}
