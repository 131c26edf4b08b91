package io.automation.embedded.demo;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Rows as aligned columns; a single row that is too wide stands upright. */
record ResultTable(List<String> names, List<Boolean> numeric, List<List<String>> rows) {

    private static final int WIDEST = 60;
    private static final int SCREEN = 100;
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
                row.add(value == null ? "" : value.replaceAll("\\s*\\R\\s*", " ").strip());
            }
            rows.add(List.copyOf(row));
        }
        return new ResultTable(names, numeric, rows);
    }

    List<String> lines() {
        int[] widths = new int[names.size()];
        int total = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = names.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
            total += widths[i] + GAP.length();
        }
        return rows.size() == 1 && total > SCREEN ? upright() : aligned(widths);
    }

    private List<String> aligned(int[] widths) {
        List<String> lines = new ArrayList<>();
        lines.add(line(names, widths));
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
            rules.add("-".repeat(Math.min(width, WIDEST)));
        }
        lines.add(line(rules, widths));
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        lines.add("(%d row%s)".formatted(rows.size(), rows.size() == 1 ? "" : "s"));
        return lines;
    }

    private List<String> upright() {
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            lines.add(pad(names.get(i), width, false) + GAP + rows.get(0).get(i));
        }
        lines.add("(1 row)");
        return lines;
    }

    private String line(List<String> values, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            int width = Math.min(widths[i], WIDEST);
            String value = values.get(i);
            String shown = value.length() <= width ? value : value.substring(0, width - 1) + "…";
            line.append(i == 0 ? "" : GAP).append(pad(shown, width, numeric.get(i)));
        }
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - text.length()));
        return right ? blanks + text : text + blanks;
    }

    private static boolean isNumber(int type) {
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
