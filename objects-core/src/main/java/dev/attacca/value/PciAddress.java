package dev.attacca.value;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a PCI function: domain, bus, device and function, ordered in that order. Immutable.
 *
 * @param domain 0 to 65535
 * @param bus 0 to 255
 * @param device 0 to 31
 * @param function 0 to 7
 */
public record PciAddress(int domain, int bus, int device, int function) implements Comparable<PciAddress> {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-fA-F]{4}):([0-9a-fA-F]{2}):([0-9a-fA-F]{2})\\.([0-9a-fA-F])");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public PciAddress {
        check("domain", domain, 0xffff);
        check("bus", bus, 0xff);
        check("device", device, 0x1f);
        check("function", function, 7);
    }

    private static void check(String part, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("PCI address: " + part + " " + value + " (expected: 0 to " + most + ")");
        }
    }

    /** The inverse of {@link #toBits()}. */
    public static PciAddress ofBits(int bits) {
        return new PciAddress(bits >>> 16, bits >>> 8 & 0xff, bits >>> 3 & 0x1f, bits & 7);
    }

    /**
     * Reads {@code 0000:1f:02.7}: hex digits in either case, the domain included.
     *
     * @throws IllegalArgumentException if the text is no such place
     */
    public static PciAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw Text.refused("PCI address", text, "domain:bus:device.function, as in 0000:1f:02.7");
        }
        return new PciAddress(
                Text.hex(parts.group(1)), Text.hex(parts.group(2)), Text.hex(parts.group(3)), Text.hex(parts.group(4)));
    }

    /** All four parts in 32 bits, as hardware has them: 16, 8, 5 and 3. */
    public int toBits() {
        return domain << 16 | bus << 8 | device << 3 | function;
    }

    @Override
    public int compareTo(PciAddress other) {
        return Integer.compareUnsigned(toBits(), other.toBits());
    }

    /** {@code 0000:1f:02.7}: lower case, the domain included. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04x:%02x:%02x.%x", domain, bus, device, function);
    }
}
