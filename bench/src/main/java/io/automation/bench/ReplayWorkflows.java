package io.automation.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The definitions of a generated history: workflows of every kind, as rows of their tables. */
final class ReplayWorkflows {

    static final int INDUSTRIES = 12;
    static final List<String> STATUSES =
            List.of("trial", "onboarding", "active", "at_risk", "renewing", "churned");
    static final List<String> MEETINGS = List.of("check_in", "training", "business_review", "demo");
    static final List<String> GOALS = List.of("adoption", "expansion", "integration", "savings");

    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney");

    /** Of a hundred workflows, which are of which kind, where not only health scores change. */
    private enum Kind {
        HEALTH(64),
        MISSED(68),
        NEGATIVE(72),
        SILENT(76),
        STATUS(82),
        GOAL(90),
        DATE(94),
        SCHEDULED(96),
        PATTERN(97),
        CREATED(100);

        private final int until;

        Kind(int until) {
            this.until = until;
        }

        static Kind of(int drawn) {
            return Arrays.stream(values()).filter(kind -> drawn < kind.until).findFirst().get();
        }
    }

    /** The first ten are of many kinds too. */
    private static final List<Kind> FIRST =
            List.of(
                    Kind.HEALTH,
                    Kind.HEALTH,
                    Kind.HEALTH,
                    Kind.MISSED,
                    Kind.SILENT,
                    Kind.STATUS,
                    Kind.GOAL,
                    Kind.DATE,
                    Kind.SCHEDULED,
                    Kind.PATTERN);

    private final boolean isMixed;
    private final double[] cumulated;

    ReplayWorkflows(int organizations, boolean isMixed) {
        this.isMixed = isMixed;
        cumulated = new double[organizations];
        double sum = 0;
        for (int i = 0; i < organizations; i++) {
            sum += Math.pow(i + 1.0, -0.8);
            cumulated[i] = sum;
        }
    }

    static String id(int kind, int number) {
        SplittableRandom bits = new SplittableRandom(((long) kind << 32) + number);
        return new UUID(bits.nextLong(), bits.nextLong()).toString();
    }

    static String organizationId(int organization) {
        return id(0, organization);
    }

    static String industry(int number) {
        return "industry " + number;
    }

    /** The first organization has a tenth of all accounts and workflows, the others ever less. */
    int pickOrganization(SplittableRandom random) {
        double drawn = cumulated[cumulated.length - 1] * random.nextDouble();
        int found = Arrays.binarySearch(cumulated, drawn);
        return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
    }

    String organization(int number) {
        return """
        {"id":"%s","name":"Organization %d","timezone":"%s","settings":null}"""
                .formatted(organizationId(number), number, ZONES.get(number % ZONES.size()));
    }

    String template(int organization) {
        return """
        {"id":"%s","organization_id":"%s","name":"alert","version":1,\
        "subject":"Look after {{account.name}}","html_content":"<p>{{account.health_score}}</p>"}"""
                .formatted(id(5, organization), organizationId(organization));
    }

    String workflow(int k, SplittableRandom random) {
        int organization = pickOrganization(random);
        Kind kind = !isMixed ? Kind.HEALTH : k < 10 ? FIRST.get(k) : Kind.of(random.nextInt(100));
        return """
        {"id":"%s","organization_id":"%s","name":"Workflow %d","status":"active","enabled":true,\
        "scope_all_accounts":true,"trigger_type":"%s","trigger_config":%s,"condition_config":%s,\
        "action_type":"send_email","action_config":{"template_id":"alert",\
        "recipients":["cs_manager"]},"settings":null,"version":1}"""
                .formatted(
                        id(6, k),
                        organizationId(organization),
                        k,
                        triggerType(kind),
                        triggerConfig(kind, random),
                        conditions(random));
    }

    private static String triggerType(Kind kind) {
        return switch (kind) {
            case HEALTH -> "health_score_change";
            case MISSED, NEGATIVE, SILENT -> "engagement_event";
            case STATUS -> "status_change";
            case GOAL -> "goal_event";
            case DATE -> "date_reached";
            case SCHEDULED -> "scheduled";
            case PATTERN -> "pattern";
            case CREATED -> "account_created";
        };
    }

    private static String triggerConfig(Kind kind, SplittableRandom random) {
        return switch (kind) {
            case HEALTH ->
                    """
                {"threshold":%d,"direction":"decrease","minimum_change":%d,"time_window":"%s"}"""
                            .formatted(
                                    20 + random.nextInt(50),
                                    20 + random.nextInt(20),
                                    List.of("1d", "7d", "14d").get(random.nextInt(3)));
            case MISSED ->
                    """
                {"event_type":"meeting_missed","time_threshold":"2h","engagement_types":["%s"]}"""
                            .formatted(MEETINGS.get(random.nextInt(4)));
            case NEGATIVE ->
                    """
                {"event_type":"negative_outcome","engagement_types":["%s"]}"""
                            .formatted(MEETINGS.get(random.nextInt(4)));
            case SILENT ->
                    """
                {"event_type":"no_response","time_threshold":"%dd"}"""
                            .formatted(30 + random.nextInt(30));
            case STATUS ->
                    """
                {"from_status":"%s","to_status":"%s"}"""
                            .formatted(
                                    STATUSES.get(random.nextInt(3)),
                                    STATUSES.get(3 + random.nextInt(3)));
            case GOAL ->
                    """
                {"event":"%s","goal_types":["%s"]}"""
                            .formatted(
                                    random.nextBoolean() ? "missed" : "at_risk",
                                    GOALS.get(random.nextInt(4)));
            case DATE ->
                    """
                {"field":"contract_end_date","offset":"-%dd"}"""
                            .formatted(List.of(7, 30, 90).get(random.nextInt(3)));
            case SCHEDULED ->
                    random.nextInt(3) == 0
                            ? """
                    {"schedule":"weekly","time":"09:00","days_of_week":[%d]}"""
                                    .formatted(1 + random.nextInt(5))
                            : """
                    {"schedule":"monthly","time":"08:30","day_of_month":%d}"""
                                    .formatted(1 + random.nextInt(28));
            case PATTERN ->
                    """
                {"steps":[{"name":"risk","event":"status_changed",\
                "where":[{"field":"status","operator":"equals","value":"at_risk"}]},\
                {"name":"silence","event":"engagement_changed","negated":true,\
                "where":[{"field":"status","operator":"equals","value":"completed"}]}],\
                "within":"%dd"}"""
                            .formatted(3 + random.nextInt(10));
            case CREATED -> "{}";
        };
    }

    private static String conditions(SplittableRandom random) {
        List<String> industries = new ArrayList<>();
        while (industries.size() < 2) {
            String drawn = '"' + industry(random.nextInt(INDUSTRIES)) + '"';
            if (!industries.contains(drawn)) {
                industries.add(drawn);
            }
        }
        return """
        {"account_filter":{"industry":[%s],"arr_min":%d}}"""
                .formatted(String.join(",", industries), random.nextInt(100_000));
    }
}
