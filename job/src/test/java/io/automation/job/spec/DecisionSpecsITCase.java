package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.automation.job.evaluate.Watch;
import io.automation.model.change.Instants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The specs that say what is told of decisions, to somebody who watches everything. */
class DecisionSpecsITCase {

    private static final ObjectMapper YAML =
            YAMLMapper.builder(new YAMLFactory())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    @TestFactory
    List<DynamicTest> everyDecisionIsToldWithItsNumbers(@TempDir Path directory) throws Exception {
        ReplayJob job = new ReplayJob(directory, Watch.of(null, null));
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : WorkflowSpecsITCase.files()) {
            JsonNode decisions = YAML.readTree(Files.readString(file)).path("decisions");
            if (!decisions.isMissingNode()) {
                Spec spec = SpecReader.read(file);
                int history = job.add(SpecHistory.events(spec.lines()), spec.options());
                String name = file.getFileName() + ": " + spec.name();
                tests.add(dynamicTest(name, () -> check(decisions, job.decisions(history))));
            }
        }
        job.run(2);
        return tests;
    }

    private static void check(JsonNode expected, List<JsonNode> told) {
        assertThat(told).as("all decisions: %s", told).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            JsonNode decision = told.get(i);
            Iterator<Map.Entry<String, JsonNode>> fields = expected.get(i).fields();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                String name = field.getKey();
                JsonNode wanted = field.getValue();
                JsonNode found =
                        decision.has(name)
                                ? decision.get(name)
                                : decision.path("compared").path(name);
                assertThat(isIn(wanted, found))
                        .as("%s of %s: %s should have %s", name, decision, found, wanted)
                        .isTrue();
            }
        }
    }

    /** Lists have to be as long, mappings may have more. */
    private static boolean isIn(JsonNode wanted, JsonNode found) {
        if (wanted.isArray()) {
            boolean all = found.size() == wanted.size();
            for (int i = 0; all && i < wanted.size(); i++) {
                all = isIn(wanted.get(i), found.get(i));
            }
            return all && found.isArray();
        }
        if (wanted.isObject()) {
            for (Map.Entry<String, JsonNode> field : wanted.properties()) {
                if (!isIn(field.getValue(), found.path(field.getKey()))) {
                    return false;
                }
            }
            return found.isObject();
        }
        if (wanted.asText().startsWith("day ")) {
            return found.asText().equals(time(wanted));
        }
        return wanted.isNumber() && found.isNumber()
                ? wanted.decimalValue().compareTo(found.decimalValue()) == 0
                : wanted.equals(found);
    }

    private static String time(JsonNode day) {
        return Instants.text(SpecTime.instant(day.asText()).toEpochMilli());
    }
}
