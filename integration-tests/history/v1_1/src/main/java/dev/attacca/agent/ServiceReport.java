package dev.attacca.agent;

import dev.attacca.agent.event.AgentAction;
import dev.attacca.agent.event.EventLog;
import dev.attacca.compute.Service;
import dev.attacca.object.ObjectContext;
import java.util.Map;

/**
 * Reports that the agent lives: its row among the services, made at the first report, counts the reports and names the release.
 *
 * <p>Source: {@code nova/servicegroup/drivers/db.py}. Thread safety: confined to the heartbeat's thread.
 */
final class ServiceReport {
    /** What this program is called among the services. */
    static final String BINARY = "attacca-compute";

    private static final String TOPIC = "compute";

    private final String host;
    private final String agentVersion;
    private final EventLog events;

    ServiceReport(String host, String agentVersion, EventLog events) {
        this.host = host;
        this.agentVersion = agentVersion;
        this.events = events;
    }

    /** Reports once. */
    void report(ObjectContext context) {
        Service known = Service.query(context).byHostAndBinary(host, BINARY);
        Service service = known == null ? register(context) : known;
        if (!service.getAgentVersion().equals(agentVersion)) {
            service.setAgentVersion(agentVersion);
            service.save();
        }
        service.beat();
        events.line(AgentAction.BEAT)
                .version(service)
                .facts(Map.of("reportCount", Long.toString(service.getReportCount())))
                .write();
    }

    private Service register(ObjectContext context) {
        Service service = context.create(Service.class);
        service.setHost(host);
        service.setBinary(BINARY);
        service.setTopic(TOPIC);
        service.setReportCount(0);
        service.setLastSeenUp(null);
        service.setDisabled(false);
        service.setAgentVersion(agentVersion);
        service.create();
        events.line(AgentAction.REGISTERED).version(service).write();
        return service;
    }
}
