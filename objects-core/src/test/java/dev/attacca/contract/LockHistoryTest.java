package dev.attacca.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockHistoryTest {
    private final ObjectsLock now = ObjectsLock.parse("now", Harbour.LOCK);
    private final ObjectsLock first = ObjectsLock.parse("1.0", """
            attacca objects lock 1
            enum Flag
              constant RED
              constant WHITE
            class Crew 1.0
              field captain: string?
              field cook: string
              field size: int; min 1
            class Raft 1.0
              field logs: int
            class Ship 1.0
              field berth: string; lazy
              field colour: string?
              field flag: enum(Flag)
              field label: string
              field password: string?; sensitive
              field revision: long; row-version; read-only
              field tonnage: int
              field uuid: uuid; key; read-only
              call loadBerth; read-only
                returns string
              call sink
                returns void
              query byName
                argument name: string
                returns list<object(Ship)>
            """);

    @Test
    void the_changelog_tells_what_changed_in_which_version() {
        assertThat(now.changelogSince(first)).isEqualTo("""
                        Crew 1.0
                          - captain is string, was string?
                          - size is no longer min 1
                          - field cook is gone, and nothing remembers it
                        Ship 1.1
                          - new field crew: object(Crew)?
                          - label is called name
                          - field colour is gone
                          - new remotable moor(berth: string, until: instant?): void
                        Ship 1.2
                          - tonnage is long, was int; older readers lose tonnage above 2147483647
                          - remotable sink(): void is gone
                          - Query.byName() is read-only
                        Raft 1.0
                          - the class is gone
                        Flag
                          - new constant BLUE; older readers get RED
                        """);
        assertThat(now.changelogSince(now)).isEmpty();
    }

    @Test
    void the_diff_shows_the_lines() {
        assertThat(now.diffTo(first)).isEqualTo("""
                         class Crew
                        -    field captain: string?
                        -    field cook: string
                        -    field size: int; min 1
                        +    field captain: string
                        +    field size: int
                         class Raft
                        -  class Raft 1.0
                        -    field logs: int
                         class Ship
                        -  class Ship 1.0
                        -    field colour: string?
                        -    field label: string
                        -    field tonnage: int
                        -    call sink returns void
                        -    query byName argument name: string returns list<object(Ship)>
                        +  class Ship 1.2
                        +    field crew: object(Crew)?; since 1.1
                        +    field name: string; named label until 1.1
                        +    field tonnage: long; typed int until 1.2
                        +    removed colour: string?; gone 1.1
                        +    step 1.2 -> 1.1: loses "tonnage above 2147483647"
                        +    call moor; sends key-and-changes; since 1.1 argument berth: string argument until: instant? returns void
                        +    query byName; read-only argument name: string returns list<object(Ship)>
                         enum Flag
                        +    constant BLUE; since 1.1; fallback RED
                        """);
        assertThat(now.diffTo(now)).isEmpty();
    }

    @Test
    void a_section_is_one_class_or_enum() {
        assertThat(now.section("Crew")).isEqualTo("""
                        class Crew 1.0
                          field captain: string
                          field size: int
                        """);
        assertThat(now.section("Flag")).startsWith("enum Flag\n  constant BLUE");
        assertThat(now.section("Raft")).isNull();
    }
}
