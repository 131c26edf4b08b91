package io.automation.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** A schema as a validator of other people's making reads it. */
public final class TestingSchema {

    private final com.networknt.schema.Schema validator;

    public TestingSchema(Schema schema) {
        this.validator =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema.json());
    }

    /** What is wrong with a document, one text each. */
    public List<String> problems(JsonNode document) {
        return validator.validate(document).stream().map(Object::toString).toList();
    }
}
