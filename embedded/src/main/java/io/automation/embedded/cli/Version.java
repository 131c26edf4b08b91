package io.automation.embedded.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version as the build wrote it into the jar. */
public final class Version implements IVersionProvider {

    private static final String POM = "/META-INF/maven/io.automation/embedded/pom.properties";

    /** The version's number; outside of a jar the word for an unfinished one. */
    public static String current() {
        Properties build = new Properties();
        try (InputStream pom = Version.class.getResourceAsStream(POM)) {
            if (pom != null) {
                build.load(pom);
            }
        } catch (IOException e) {
            return "of an unreadable jar";
        }
        return build.getProperty("version", "development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Automation System " + current()};
    }
}
