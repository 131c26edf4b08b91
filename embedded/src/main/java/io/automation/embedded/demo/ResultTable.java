package io.automation.embedded.demo;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Rows as aligned columns, or upright where those do not fit: values are never cut. */
record ResultTable(List<String> names, List<Boolean> numeric, List<List<String>> rows) {

    private static final String GAP = "  ";

    ResultTable {
        names = List.copyOf(names);
        numeric = List.copyOf(numeric);
        rows = List.copyOf(rows);
    }

    static ResultTable read(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        List<String> names = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
            numeric.add(isNumber(columns.getColumnType(i)));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= names.size(); i++) {
                String value = result.getString(i);
                row.add(value == null ? "" : oneLine(value));
            }
            rows.add(List.copyOf(row));
        }
        return new ResultTable(names, numeric, rows);
    }

    /** As wide as it must be, yet upright rather than wider than the terminal. */
    List<String> lines(int terminalWidth) {
        int[] widths = new int[names.size()];
        int total = -GAP.length();
        for (int i = 0; i < widths.length; i++) {
            widths[i] = names.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
            total += widths[i] + GAP.length();
        }
        List<String> lines = total > terminalWidth && !rows.isEmpty() ? upright() : aligned(widths);
        lines.add("(%d row%s)".formatted(rows.size(), rows.size() == 1 ? "" : "s"));
        return lines;
    }

    /** Without line breaks and whatever else would move a terminal's cursor. */
    private static String oneLine(String value) {
        return value.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", " ").strip();
    }

    private List<String> aligned(int[] widths) {
        List<String> lines = new ArrayList<>();
        lines.add(line(names, widths));
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        lines.add(line(rules, widths));
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    /** A column a line, a blank line between rows. */
    private List<String> upright() {
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            for (int i = 0; i < names.size(); i++) {
                String line = pad(names.get(i), width, false) + GAP + row.get(i);
                lines.add(line.stripTrailing());
            }
        }
        return lines;
    }

    private String line(List<String> values, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(pad(values.get(i), widths[i], numeric.get(i)));
        }
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - text.length()));
        return right ? blanks + text : text + blanks;
    }

    /** Whether a column of a type of {@link Types} holds numbers. */
    static boolean isNumber(int type) {
        return switch (type) {
            case Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.NUMERIC,
                    Types.REAL,
                    Types.DOUBLE ->
                    true;
            default -> false;
        };
    }
}
