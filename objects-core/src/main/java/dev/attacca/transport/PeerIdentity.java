package dev.attacca.transport;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a peer is. Made only from a certificate that a TLS handshake has proven to be the peer's own, and whose issuer is trusted
 * here; nothing that a peer says about itself ever becomes one.
 */
public sealed interface PeerIdentity {
    /** The identity as text, for logs. */
    String name();

    /**
     * A SPIFFE id: {@code spiffe://<trust domain>/agent/<host>}. Source: the SPIFFE-ID and X509-SVID specifications.
     *
     * @param trustDomain whose word it is, lower case
     * @param path what it is within that domain, beginning with a slash
     */
    record Spiffe(String trustDomain, String path) implements PeerIdentity {
        private static final String AGENT = "/agent/";
        private static final int LONGEST = 2048;
        private static final Pattern FORM = Pattern.compile("spiffe://([a-z0-9._-]{1,255})((?:/[a-zA-Z0-9._-]+)+)");
        private static final Pattern DOTS = Pattern.compile("/\\.{1,2}(/|$)");

        /** The id that a text is, or null when it is none. */
        static @Nullable Spiffe parse(String text) {
            Matcher matcher = FORM.matcher(text);
            if (text.length() > LONGEST
                    || !matcher.matches()
                    || DOTS.matcher(matcher.group(2)).find()) {
                return null;
            }
            return new Spiffe(matcher.group(1), matcher.group(2));
        }

        /** The host whose agent this is, or null when it is something else. */
        public @Nullable String agentHost() {
            String host = path.startsWith(AGENT) ? path.substring(AGENT.length()) : "";
            return host.isEmpty() || host.contains("/") ? null : host;
        }

        @Override
        public String name() {
            return "spiffe://" + trustDomain + path;
        }
    }

    /**
     * The subject of a certificate, where no SPIFFE id is demanded.
     *
     * @param name such as {@code CN=host-1,O=Example}
     */
    record Subject(String name) implements PeerIdentity {}
}
