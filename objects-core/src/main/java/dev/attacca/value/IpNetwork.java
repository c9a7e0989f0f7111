package dev.attacca.value;

/**
 * An IPv4 or IPv6 network: its first address and the length of its prefix. Ordered by address, then by prefix. Immutable.
 *
 * @param address the first address: every bit behind the prefix is 0
 * @param prefix the number of leading bits that are the network's: at most 32 or 128
 */
public record IpNetwork(IpAddress address, int prefix) implements Comparable<IpNetwork> {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the prefix is too long or bits behind it are set
     */
    public IpNetwork {
        if (prefix < 0 || prefix > address.bits()) {
            throw new IllegalArgumentException(
                    "IP network: " + address + "/" + prefix + " (expected: a prefix of 0 to " + address.bits() + ")");
        }
        IpAddress first = address.masked(prefix);
        if (!first.equals(address)) {
            throw new IllegalArgumentException("IP network: " + address + "/" + prefix
                    + " (expected: no bits behind the prefix, as in " + first + "/" + prefix + ")");
        }
    }

    /**
     * Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}; the prefix is a decimal number.
     *
     * @throws IllegalArgumentException if the text is no network, or an address inside one
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        int prefix = slash < 0 ? -1 : Text.decimal(text.substring(slash + 1), 128);
        if (prefix < 0) {
            throw Text.refused("IP network", text, "an address and its prefix, as in 192.0.2.0/24");
        }
        return new IpNetwork(IpAddress.parse(text.substring(0, slash)), prefix);
    }

    /** Whether an address of the same version lies in the network. */
    public boolean contains(IpAddress other) {
        return other.version() == address.version() && other.masked(prefix).equals(address);
    }

    @Override
    public int compareTo(IpNetwork other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(prefix, other.prefix);
    }

    /** {@code 192.0.2.0/24}. */
    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
