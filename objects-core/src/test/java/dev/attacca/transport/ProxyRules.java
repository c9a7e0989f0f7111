package dev.attacca.transport;

import dev.attacca.transport.ProxyReader.Seen;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransport;

/** What a proxy relies on beyond single messages: which answer belongs to which question, and that nothing else comes. */
final class ProxyRules {
    private static final int NOT_ASKED = 0;

    private ProxyRules() {}

    /**
     * What of a connection a proxy could not pass on: none, if all is well.
     *
     * @param questions what the caller sent
     * @param answers what the conductor sent
     */
    static List<String> broken(List<Seen> questions, List<Seen> answers) {
        List<String> broken = new ArrayList<>();
        Map<String, Integer> open = new HashMap<>();
        for (Seen question : questions) {
            if (question.compact() != questions.get(0).compact()) {
                broken.add("another protocol than the first message: " + show(question));
            }
            if (question.type() == ProxyReader.CALL) {
                open.merge(show(question), 1, Integer::sum);
            } else if (question.type() != ProxyReader.ONEWAY) {
                broken.add("neither a call nor oneway: " + show(question));
            }
        }
        for (Seen answer : answers) {
            if (answer.compact() != questions.get(0).compact()) {
                broken.add("another protocol than the questions: " + show(answer));
            }
            switch (answer.type()) {
                case ProxyReader.REPLY, ProxyReader.EXCEPTION -> {
                    if (open.merge(show(answer), -1, Integer::sum) < 0) {
                        broken.add("answers nothing: " + show(answer));
                    }
                }
                case ProxyReader.ONEWAY -> {
                    if (!welcome(answer, questions)) {
                        broken.add("unasked, and the caller did not say that it understands it: " + show(answer));
                    }
                }
                default -> broken.add("a question of the conductor's: " + show(answer));
            }
        }
        open.forEach((question, left) -> {
            if (left > 0) {
                broken.add("never answered: " + question);
            }
        });
        return broken;
    }

    private static boolean welcome(Seen unasked, List<Seen> questions) {
        return questions.stream()
                .filter(question -> question.name().equals(Message.HELLO))
                .map(ProxyRules::hello)
                .anyMatch(hello -> switch (unasked.name()) {
                    case "drain", "alive" -> hello.isAcceptsDrain();
                    case "part" -> hello.getAcceptsParts() > NOT_ASKED;
                    default -> false;
                });
    }

    private static Hello hello(Seen question) {
        try {
            TTransport bytes = new TMemoryInputTransport(question.bytes().toArray());
            TProtocol line = question.compact() ? new TCompactProtocol(bytes) : new TBinaryProtocol(bytes);
            line.readMessageBegin();
            Conductor.hello_args arguments = new Conductor.hello_args();
            arguments.read(line);
            return Objects.requireNonNull(arguments.getHello());
        } catch (TException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private static String show(Seen message) {
        return message.name() + " " + message.seqid();
    }
}
