package dev.attacca.value;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The text of IP addresses: RFC 4291 is read, RFC 5952 is written. */
final class IpText {
    private static final int GROUPS = 8;
    private static final int LONGEST = 45;

    private IpText() {}

    static byte[] parse(String text) {
        byte[] bytes = text.length() > LONGEST ? null : text.indexOf(':') < 0 ? four(text) : six(text);
        if (bytes == null) {
            throw Text.refused("IP address", text, "192.0.2.1 or 2001:db8::1, without a scope or a prefix");
        }
        return bytes;
    }

    private static byte @Nullable [] four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < bytes.length; i++) {
            int number = Text.decimal(parts[i], 255);
            if (number < 0) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    private static byte @Nullable [] six(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Integer> all = groups(text);
            return all == null || all.size() != GROUPS ? null : bytes(all, List.of());
        }
        List<Integer> head = gap == 0 ? List.of() : groups(text.substring(0, gap));
        List<Integer> tail = gap + 2 == text.length() ? List.of() : groups(text.substring(gap + 2));
        boolean four = text.lastIndexOf('.', gap) >= 0;
        return head == null || tail == null || four || head.size() + tail.size() >= GROUPS ? null : bytes(head, tail);
    }

    /** Groups of four hex digits; the last one may be an IPv4 address, which makes two. */
    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                byte[] four = four(parts[i]);
                if (four == null) {
                    return null;
                }
                groups.add((four[0] & 0xff) << 8 | (four[1] & 0xff));
                groups.add((four[2] & 0xff) << 8 | (four[3] & 0xff));
            } else {
                int group = parts[i].length() > 4 ? -1 : Text.hex(parts[i]);
                if (group < 0) {
                    return null;
                }
                groups.add(group);
            }
        }
        return groups.size() > GROUPS ? null : groups;
    }

    private static byte[] bytes(List<Integer> head, List<Integer> tail) {
        byte[] bytes = new byte[2 * GROUPS];
        for (int i = 0; i < head.size(); i++) {
            put(bytes, i, head.get(i));
        }
        for (int i = 0; i < tail.size(); i++) {
            put(bytes, GROUPS - tail.size() + i, tail.get(i));
        }
        return bytes;
    }

    private static void put(byte[] bytes, int group, int value) {
        bytes[2 * group] = (byte) (value >> 8);
        bytes[2 * group + 1] = (byte) value;
    }

    static String write(byte[] bytes) {
        return bytes.length == 4 ? writeFour(bytes, 0) : writeSix(bytes);
    }

    private static String writeFour(byte[] bytes, int from) {
        return (bytes[from] & 0xff) + "." + (bytes[from + 1] & 0xff) + "." + (bytes[from + 2] & 0xff) + "."
                + (bytes[from + 3] & 0xff);
    }

    private static String writeSix(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        if (mapped(groups)) {
            return "::ffff:" + writeFour(bytes, 12);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = i;
            while (run < GROUPS && groups[run] == 0) {
                run++;
            }
            if (run - i > length) {
                start = i;
                length = run - i;
            }
        }
        return start < 0
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static String joined(int[] groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Integer.toHexString(groups[i]))
                .collect(Collectors.joining(":"));
    }

    private static boolean mapped(int[] groups) {
        int zeros = 0;
        while (zeros < 5 && groups[zeros] == 0) {
            zeros++;
        }
        return zeros == 5 && groups[5] == 0xffff;
    }
}
