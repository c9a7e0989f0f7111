package dev.attacca.conductor;

/**
 * How far a start has come, which decides the exit code when it fails there; {@code docs/operating-a-conductor.md} promises
 * them.
 */
enum StartStage {
    CONFIGURATION(2),
    LISTENING(3),
    DATABASE(4),
    REGISTRY(5),
    DATA_DIRECTORY(6);

    private final int exitCode;

    StartStage(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
