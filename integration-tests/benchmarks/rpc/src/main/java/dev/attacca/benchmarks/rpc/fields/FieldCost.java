package dev.attacca.benchmarks.rpc.fields;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a call without the wire costs for an object with so many fields, on one JDK.
 *
 * @param jdk the feature release that ran it
 * @param declared how many fields its class declares
 * @param present how many of them are set
 * @param bytes of question and answer together
 * @param ns processor time of a call in nanoseconds, both sides together: median of the rounds
 * @param nsLow lower quartile
 * @param nsHigh upper quartile
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FieldCost(int jdk, int declared, int present, int bytes, double ns, double nsLow, double nsHigh) {}
