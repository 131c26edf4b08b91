package io.automation.embedded.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a command says to one case. */
interface CaseAnswer {

    /** Adds the answer's keys behind the case's id. */
    void writeTo(ObjectNode json);

    /** The answer for people: lines without the case's id. */
    String text();
}
