package io.automation.job.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/** Collects options as flat text: a file, the environment over it, the arguments over both. */
final class ConfigSources {

    private static final Map<String, String> SHORT =
            Map.of(
                    "job", AutomationOptions.JOB.key(),
                    "from-now", AutomationOptions.FROM_NOW.key());

    private final List<String> problems;
    private final Map<String, String> values = new LinkedHashMap<>();

    private ConfigSources(List<String> problems) {
        this.problems = problems;
    }

    static Map<String, String> collect(
            String[] args, Map<String, String> environment, List<String> problems) {
        ConfigSources sources = new ConfigSources(problems);
        Map<String, String> arguments = sources.arguments(args);
        String file = arguments.remove("config");
        if (file != null) {
            sources.addFile(file);
        }
        sources.addEnvironment(environment);
        sources.values.putAll(arguments);
        return sources.values;
    }

    private Map<String, String> arguments(String[] args) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                problems.add(args[i] + ": an argument is --key value");
                continue;
            }
            String name = args[i].substring(2);
            int equals = name.indexOf('=');
            @Nullable String value = equals < 0 ? null : name.substring(equals + 1);
            name = equals < 0 ? name : name.substring(0, equals);
            String key = SHORT.getOrDefault(name, name);
            if (!key.equals("config") && !key.startsWith(AutomationOptions.PREFIX)) {
                problems.add(
                        "--%s: no argument; there are --config, --job, --from-now and --%s…"
                                .formatted(name, AutomationOptions.PREFIX));
            }
            if (value == null && i + 1 < args.length && !args[i + 1].startsWith("--")) {
                value = args[++i];
            }
            if (value == null && key.equals(AutomationOptions.FROM_NOW.key())) {
                value = "true";
            }
            if (value == null) {
                problems.add("--" + name + ": the value is missing");
            } else {
                arguments.put(key, value);
            }
        }
        return arguments;
    }

    private void addFile(String file) {
        try {
            JsonNode root = new YAMLMapper().readTree(Files.readString(Path.of(file)));
            if (root.isObject()) {
                flatten("", root);
            } else if (!root.isMissingNode() && !root.isNull()) {
                problems.add(file + ": not keys and values");
            }
        } catch (JsonProcessingException e) {
            problems.add(file + ": no YAML: " + e.getOriginalMessage());
        } catch (IOException | InvalidPathException e) {
            problems.add(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Keys may be nested or written with dots. */
    private void flatten(String prefix, JsonNode node) {
        node.properties()
                .forEach(
                        member -> {
                            String key = prefix + member.getKey();
                            JsonNode value = member.getValue();
                            if (value.isObject()) {
                                flatten(key + '.', value);
                            } else if (value.isArray()) {
                                List<String> texts = new ArrayList<>();
                                value.forEach(element -> texts.add(element.asText()));
                                values.put(key, String.join(",", texts));
                            } else if (!value.isNull()) {
                                values.put(key, value.asText());
                            }
                        });
    }

    private void addEnvironment(Map<String, String> environment) {
        for (ConfigOption<?> option : AutomationOptions.all()) {
            String value = environment.get(variable(option));
            if (value != null) {
                values.put(option.key(), value);
            }
        }
    }

    /** The environment variable of an option: {@code AUTOMATION_KAFKA_BOOTSTRAP_SERVERS}. */
    static String variable(ConfigOption<?> option) {
        return option.key().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
