package dev.attacca.agent;

import dev.attacca.agent.event.AgentAction;
import dev.attacca.agent.event.EventLog;
import dev.attacca.agent.state.DeleteJournal;
import dev.attacca.agent.state.DeleteJournal.Entry;
import dev.attacca.agent.state.DeleteJournal.QuotasStep;
import dev.attacca.compute.Instance;
import dev.attacca.compute.Quotas;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the quotas of a deleted instance back, never twice: that would let a project use more than it may. The call changes a
 * counter that all instances of the project share, so the counter alone cannot tell whether this instance was counted; hence:
 *
 * <ol>
 *   <li>Read the quotas, note their row version in the journal, call, note the end.
 *   <li>Refused for certain: not applied. It is tried again.
 *   <li>No answer, or killed in between: wait until the call's deadline has passed, then read again. The same row version as noted:
 *       nobody wrote, so it was not applied, and it is tried again. Another one: perhaps it was applied, perhaps somebody else
 *       wrote. It is not tried again, and a warning says what an operator may have to count off by hand.
 * </ol>
 *
 * <p>So the only possible error is a project with less than its due, it needs a lost answer and another write to the same quotas in
 * the same moment, and it is told.
 *
 * <p>Thread safety: confined to the reconciler's thread.
 */
final class QuotasRelease {
    private static final Logger log = LoggerFactory.getLogger(QuotasRelease.class);

    private final DeleteJournal journal;
    private final Duration callTimeout;
    private final EventLog events;

    /** When, on the monotonic clock, a call without an answer can no longer be applied. */
    private final Map<UUID, Long> settledAfter = new HashMap<>();

    QuotasRelease(DeleteJournal journal, Duration callTimeout, EventLog events) {
        this.journal = journal;
        this.callTimeout = callTimeout;
        this.events = events;
    }

    /**
     * Gives them back once.
     *
     * @return whether this is settled; false while a call without an answer could still be applied
     */
    boolean release(Instance instance, Entry entry) {
        if (entry.quotas() == QuotasStep.SETTLED) {
            return true;
        }
        UUID uuid = instance.getUuid();
        Long deadline = settledAfter.get(uuid);
        if (deadline != null && System.nanoTime() - deadline < 0) {
            return false;
        }
        settledAfter.remove(uuid);
        Quotas quotas = Quotas.query(instance.context()).byProject(instance.getProjectId());
        if (quotas == null) {
            leave(instance, entry, "the project has none");
        } else if (entry.quotas() == QuotasStep.RELEASING && quotas.getRowVersion() != entry.quotasRowVersion()) {
            leave(instance, entry, "the answer was lost, and the quotas were written since");
        } else {
            call(instance, entry, quotas);
        }
        return true;
    }

    private void call(Instance instance, Entry entry, Quotas quotas) {
        UUID uuid = instance.getUuid();
        Entry releasing = journal.quotas(entry, QuotasStep.RELEASING, quotas.getRowVersion());
        try {
            quotas.release(1, instance.getVcpus(), instance.getMemoryMb());
        } catch (AttaccaException failed) {
            if (failed.outcome() == Outcome.REFUSED) {
                journal.quotas(releasing, QuotasStep.PENDING, 0);
            } else {
                settledAfter.put(uuid, System.nanoTime() + callTimeout.toNanos());
            }
            throw failed;
        }
        journal.quotas(releasing, QuotasStep.SETTLED, 0);
        events.line(AgentAction.QUOTAS_RELEASED)
                .instance(uuid)
                .version(quotas)
                .facts(share(instance))
                .write();
    }

    private void leave(Instance instance, Entry entry, String reason) {
        journal.quotas(entry, QuotasStep.SETTLED, 0);
        tellLeft(instance, reason);
    }

    /** Says that the quotas of an instance were not given back, and why. */
    void tellLeft(Instance instance, String reason) {
        Map<String, String> facts = share(instance);
        log.warn(
                "instance {}: its quotas are left as they are: {} (expected: each instance given back once; compare the quotas of"
                        + " project {} with its instances, this one had {})",
                instance.getUuid(),
                reason,
                instance.getProjectId(),
                facts);
        facts.put("reason", reason);
        events.line(AgentAction.QUOTAS_LEFT)
                .instance(instance.getUuid())
                .version(instance)
                .facts(facts)
                .write();
    }

    private static Map<String, String> share(Instance instance) {
        Map<String, String> share = new LinkedHashMap<>();
        share.put("instances", "1");
        share.put("cores", Integer.toString(instance.getVcpus()));
        share.put("ramMb", Integer.toString(instance.getMemoryMb()));
        return share;
    }
}
