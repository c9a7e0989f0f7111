package dev.attacca.registry;

import dev.attacca.object.ObjectContext;
import dev.attacca.registry.AllTypes.Cat;
import dev.attacca.registry.AllTypes.Dog;
import dev.attacca.registry.AllTypes.Everything;
import dev.attacca.registry.AllTypes.Item;
import dev.attacca.registry.AllTypes.Light;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Objects of {@link AllTypes} with a value in every field. */
public final class FilledTypes {
    /** What no message, log or toString may ever hold. */
    public static final String CANARY = "canary-7d1f";

    /** The same as digits, for pins. */
    public static final String CANARY_DIGITS = "71934406";

    private static final UUID KEY = UUID.fromString("c0ffee00-1111-4222-8333-444455556666");
    private static final Instant TIME = Instant.parse("1969-07-20T20:17:40.000001Z");

    private FilledTypes() {}

    /** An item of that number. */
    public static Item item(ObjectContext context, int number) {
        Item item = context.create(Item.class);
        item.setNumber(number);
        return item;
    }

    /** A dog of that name. */
    public static Dog dog(ObjectContext context, String name) {
        Dog dog = context.create(Dog.class);
        dog.setName(name);
        dog.setBreed("collie");
        return dog;
    }

    /** A cat with nine lives. */
    public static Cat cat(ObjectContext context) {
        Cat cat = context.create(Cat.class);
        cat.setName("tom");
        cat.setLives(9);
        return cat;
    }

    /** An object with every field set, changed, and where possible not null. */
    public static Everything everything(ObjectContext context) {
        Everything all = context.create(Everything.class);
        scalars(all);
        values(all);
        objects(context, all);
        collections(all);
        return all;
    }

    private static void scalars(Everything all) {
        all.setString("näme \ud83d\ude00");
        all.setInt(Integer.MIN_VALUE);
        all.setLong(Long.MIN_VALUE);
        all.setDouble(Double.longBitsToDouble(0x7ff8_0000_0000_0001L));
        all.setFlag(true);
        all.setBoxedInt(0);
        all.setBoxedLong(-1L);
        all.setBoxedDouble(-0.0);
        all.setBoxedFlag(false);
        all.setDecimal(new BigDecimal("-1234567890123456789012345678901234567890.1230"));
        all.setUuid(KEY);
        all.setInstant(TIME);
        all.setDate(LocalDate.of(-1, 2, 28));
        all.setDuration(Duration.parse("PT-0.000001S"));
    }

    private static void values(Everything all) {
        all.setArray(new byte[] {1, -1});
        all.setNullableArray(new byte[0]);
        all.setBytes(Bytes.parse("00ff"));
        all.setAddress(IpAddress.parse("2001:db8::1"));
        all.setNetwork(IpNetwork.parse("192.0.2.128/25"));
        all.setMac(MacAddress.parse("52:54:00:ab:cd:ef"));
        all.setPci(PciAddress.parse("fffe:1f:1e.7"));
        all.setPassword(SensitiveString.of(CANARY));
        all.setHidden(CANARY);
        all.setLight(Light.YELLOW);
        all.setHostname(new Hostname("node-1.example"));
        all.setMoney(new Money(-350, Currency.getInstance("EUR")));
        all.setPin(new Pin(CANARY_DIGITS));
        all.setPasswords(List.of(SensitiveString.of(CANARY), SensitiveString.of("")));
    }

    private static void objects(ObjectContext context, Everything all) {
        all.setItem(item(context, 1));
        all.setPet(dog(context, "rex"));
        all.setGrid(List.of(List.of(item(context, 2), item(context, 3)), List.of(), List.of(item(context, 4))));
        all.setPets(Arrays.asList(cat(context), null, dog(context, "fido")));
        all.setByNumber(Map.of(2, item(context, 5), -1, item(context, 6)));
        all.setByUuid(Map.of(KEY, List.of(dog(context, "lassie"))));
        all.setItems(new LinkedHashSet<>(List.of(item(context, 9), item(context, 7), item(context, 7))));
        all.setHerds(Map.of("north", new LinkedHashSet<>(List.of(dog(context, "ben"), cat(context)))));
    }

    private static void collections(Everything all) {
        all.setStrings(List.of("b", "a", ""));
        all.setNumbers(Arrays.asList(3, null, -3));
        all.setRows(List.of(nullable("a", null), nullable("b", "c")));
        all.setDeep(List.of(List.of(List.of(Duration.ofDays(400)), List.of())));
        all.setIntSet(Set.of(7, -7, 300));
        all.setLights(Set.of(Light.RED, Light.GREEN));
        all.setHosts(Set.of(new Hostname("b"), new Hostname("a")));
        all.setRoutes(Set.of(List.of(IpAddress.parse("10.0.0.1"), IpAddress.parse("::1")), List.of()));
        all.setDecimals(Set.of(new BigDecimal("1.0"), new BigDecimal("1.00"), new BigDecimal("-5")));
        all.setSets(List.of(Set.of(KEY, new UUID(0, 1)), Set.of()));
        all.setByName(Map.of("x", Bytes.parse("01"), "", Bytes.of()));
        all.setByLong(nullable(1L << 40, TIME));
        all.setByLight(Map.of(Light.GREEN, true, Light.RED, false));
    }

    private static <K, V> Map<K, @Nullable V> nullable(K key, @Nullable V value) {
        Map<K, @Nullable V> map = new LinkedHashMap<>();
        map.put(key, value);
        return Collections.unmodifiableMap(map);
    }
}
