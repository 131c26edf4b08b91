package io.automation.embedded.demo;

import java.util.List;

/** Definition files that are not good; the message is for people and lists every problem. */
final class DefinitionsRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DefinitionsRefusedException(String problem) {
        super(problem);
    }

    DefinitionsRefusedException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
