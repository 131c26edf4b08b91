package io.automation.job;

import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Every operator of the jobs: the uid its state is found by, and the label people see. */
public enum OperatorId {
    CHANGES_SOURCE("changes-source", "Changes from Kafka"),
    DECODE_CHANGES("decode-changes", "Route facts, definitions and dead letters"),
    CALL_ACCOUNTS("call-accounts", "Accounts by organization"),
    CALL_DEFINITIONS("call-definitions", "Changed definitions by organization"),
    CALL_WORKFLOWS("call-workflows", "Workflows by their organization"),
    CALL_RUNS("call-runs", "Runs that are asked of all accounts"),
    CALL_REQUESTS("call-requests", "Requests by the organization of their workflow"),
    WAKE_ACCOUNTS("wake-accounts", "Have accounts look at changed definitions"),
    EVALUATE_WORKFLOWS("evaluate-workflows", "Judge facts by workflows"),
    GATHER_MEMBERS("gather-members", "Accounts by organization run"),
    GATHER_CHANGES("gather-changes", "Requests and outcomes of organization runs"),
    GATHER_LOOKS("gather-looks", "Changed workflows of organization runs"),
    GATHER_ACCOUNTS("gather-accounts", "Run once for all accounts that match"),
    RUNS_SINK("runs-sink", "Runs and intents to Kafka"),
    DECISIONS_SINK("decisions-sink", "Decisions to Kafka"),
    DEFINITIONS_SINK("definitions-sink", "Answers to definitions to Kafka"),
    DEAD_LETTERS_SINK("dead-letters-sink", "Dead letters to Kafka"),

    RUNS_SOURCE("runs-source", "Runs and intents from Kafka"),
    ROUTE_RUNS("route-runs", "Route runs and intents"),
    DEFINITIONS_SOURCE("definitions-source", "Answers to definitions from Kafka"),
    DECISIONS_SOURCE("decisions-source", "Decisions from Kafka"),
    READ_DECISIONS("read-decisions", "Read decisions"),
    READ_ANSWERS("read-answers", "Read answers to definitions"),
    QUEUE_DELIVERIES("queue-deliveries", "Queue by organization and endpoint"),
    SEND_MAIL("send-mail", "Claim, send, confirm"),
    RECORD_RUNS("record-runs", "Runs to PostgreSQL"),
    COALESCE_LAST_RUNS("coalesce-last-runs", "One last run per workflow and 10 s"),
    RECORD_LAST_RUNS("record-last-runs", "Last runs to PostgreSQL"),
    RECORD_DEFINITIONS("record-definitions", "Answers to definitions to PostgreSQL"),
    RECORD_DECISIONS("record-decisions", "Decisions to PostgreSQL"),
    SWEEP_DECISIONS("sweep-decisions", "Which decisions are old"),
    DELETE_DECISIONS("delete-decisions", "Old decisions out of PostgreSQL"),
    REFUSED_WRITES_SINK("refused-writes-sink", "Refused writes to the dead letters"),

    HISTORY_SOURCE("history-source", "Files of a history"),
    READ_HISTORY("read-history", "Read change events"),
    MARK_ROWS("mark-rows", "Positions of a row's changes"),
    SETTLE_SNAPSHOTS("settle-snapshots", "Date snapshot rows"),
    TIME_FACTS("time-facts", "Sort facts by event time"),
    TIME_MEMBERS("time-members", "Sort accounts of organization runs by time"),
    ASK_ACCOUNTS("ask-accounts", "Requests to all accounts"),
    TIME_SNAPSHOTS("time-snapshots", "Sort snapshot rows by event time"),
    FIND_BOUNDS("find-bounds", "Find where a history begins and ends"),
    FIND_SNAPSHOT_BOUNDS("find-snapshot-bounds", "Find what snapshot rows say of it"),
    ROUTE_SNAPSHOTS("route-snapshots", "Route snapshot rows"),
    MERGE_BOUNDS("merge-bounds", "Bounds by folder"),
    REPLACE_DEFINITIONS("replace-definitions", "Leave out replaced definitions"),
    REPLACE_SNAPSHOTS("replace-snapshots", "Leave out snapshots of replaced definitions"),
    REPLACEMENTS("replacements", "Definitions of files"),
    ANSWER_DEFINITIONS("answer-definitions", "Accept or refuse definitions"),
    PRINT_RUNS("print-runs", "Runs and deliveries as lines"),
    PRINT_ORGANIZATION_RUNS("print-organization-runs", "Runs of organizations as lines"),
    PRINT_DECISIONS("print-decisions", "Decisions as lines"),
    PRINT_UNFOLLOWED("print-unfollowed", "Mails that nothing follows as lines"),
    PRINT_DEFINITIONS("print-definitions", "Answers to definitions as lines"),
    PRINT_DEAD_LETTERS("print-dead-letters", "Dead letters as lines"),
    WRITE_OUTPUT("write-output", "Sort and write");

    private final String uid;
    private final String label;

    OperatorId(String uid, String label) {
        this.uid = uid;
        this.label = label;
    }

    public String uid() {
        return uid;
    }

    public String label() {
        return label;
    }

    /** Gives an operator its identity. */
    public <T> SingleOutputStreamOperator<T> on(SingleOutputStreamOperator<T> operator) {
        return operator.uid(uid).name(label);
    }

    /** Gives a sink its identity. */
    public <T> DataStreamSink<T> on(DataStreamSink<T> sink) {
        return sink.uid(uid).name(label);
    }
}
