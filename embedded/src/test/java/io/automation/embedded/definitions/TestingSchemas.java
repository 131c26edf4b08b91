package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.automation.model.schema.Schema;
import java.util.List;

/** Schemas as a validator of other people's making reads them. */
public final class TestingSchemas {

    private TestingSchemas() {}

    /** What is wrong with a document, one text each. */
    public static List<String> problems(Schema schema, JsonNode document) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.json())
                .validate(document)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
