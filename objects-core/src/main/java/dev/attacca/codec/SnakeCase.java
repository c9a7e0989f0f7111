package dev.attacca.codec;

/** Names as JSON has them: {@code vmState} is {@code vm_state}, as columns are called too. */
final class SnakeCase {
    private SnakeCase() {}

    /** A capital letter, or the first of a row of them, begins a word. */
    static String of(String camelCase) {
        StringBuilder snake = new StringBuilder(camelCase.length() + 8);
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            boolean begins = Character.isUpperCase(c)
                    && i > 0
                    && (!Character.isUpperCase(camelCase.charAt(i - 1))
                            || (i + 1 < camelCase.length() && Character.isLowerCase(camelCase.charAt(i + 1))));
            snake.append(begins ? "_" : "").append(Character.toLowerCase(c));
        }
        return snake.toString();
    }
}
