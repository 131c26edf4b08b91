package io.automation.embedded.demo;

/** Something of the demo that listens, and where it does so unless another port is asked for. */
enum DemoPort {
    POSTGRES("postgres", "PostgreSQL", 54_320),
    KAFKA("kafka", "Kafka", 54_321),
    MAIL("mail", "mail catcher", 54_325),
    MAIL_PAGE("mail-page", "mail catcher", 8_025),
    FLINK("flink", "Flink", 8_081);

    private final String code;
    private final String part;
    private final int usual;

    DemoPort(String code, String part, int usual) {
        this.code = code;
        this.part = part;
        this.usual = usual;
    }

    /** Its name in the file of ports. */
    String code() {
        return code;
    }

    /** The part as people know it. */
    String part() {
        return part;
    }

    String option() {
        return "--" + code + "-port";
    }

    int usual() {
        return usual;
    }
}
