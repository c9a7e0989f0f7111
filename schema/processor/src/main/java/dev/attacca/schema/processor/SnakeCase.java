package dev.attacca.schema.processor;

import java.util.Locale;

/** {@code vmState} as {@code vm_state}; a capital letter or the first of a row of them begins a word. */
final class SnakeCase {
    private SnakeCase() {}

    static String lower(String camelCase) {
        StringBuilder snake = new StringBuilder();
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

    static String upper(String camelCase) {
        return lower(camelCase).toUpperCase(Locale.ROOT);
    }
}
