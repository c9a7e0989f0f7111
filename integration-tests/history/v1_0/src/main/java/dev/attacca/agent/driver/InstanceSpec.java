package dev.attacca.agent.driver;

import java.util.UUID;

/**
 * What a driver needs to know in order to start an instance. Immutable.
 *
 * @param uuid names the instance everywhere
 * @param name the name its owner gave it, for people only
 * @param vcpus virtual processors
 * @param memoryMb memory in MiB
 */
public record InstanceSpec(UUID uuid, String name, int vcpus, int memoryMb) {}
