package io.automation.embedded.explain;

import io.automation.embedded.explain.Explanation.FactLine;
import io.automation.embedded.explain.NumbersTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An answer for people: the answer first, then the numbers, then ids; at most 100 columns. */
final class ExplanationText {

    private static final int WIDTH = 100;
    private static final int SECTION = 12;
    private static final int ASKED = 40;
    private static final int FOUND = 28;
    private static final String INDENT = "  ";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RESET = "\u001b[0m";

    private ExplanationText() {}

    static List<String> lines(Explanation explanation, boolean isColoured) {
        List<String> lines = new ArrayList<>(head(explanation, isColoured));
        lines.addAll(said(explanation));
        if (!explanation.numbers().isEmpty()) {
            lines.add("");
            lines.addAll(numbers(explanation.numbers()));
        }
        if (!explanation.facts().isEmpty()) {
            lines.add("");
            lines.addAll(facts(explanation.facts()));
        }
        return lines;
    }

    private static List<String> head(Explanation explanation, boolean isColoured) {
        String status = explanation.isFired() ? "FIRED" : "NOT FIRED";
        Subject subject = explanation.subject();
        String title =
                status + "   " + subject.title() + " · " + Wording.line(subject.accountName());
        String line = title + " · " + explanation.moment();
        String shown =
                !isColoured ? status : (explanation.isFired() ? GREEN : YELLOW) + status + RESET;
        if (line.length() <= WIDTH) {
            return List.of(shown + line.substring(status.length()));
        }
        String indent = " ".repeat(status.length() + 3);
        return List.of(
                shown + cut(title, WIDTH).substring(status.length()),
                indent + explanation.moment());
    }

    /** Why it fired, then what came of it; or in one go why it did not. */
    private static List<String> said(Explanation explanation) {
        List<String> sentences = explanation.sentences();
        int first = explanation.isFired() ? 1 : sentences.size();
        List<String> lines = new ArrayList<>(wrapped(joined(sentences.subList(0, first)), "", ""));
        if (first < sentences.size()) {
            lines.addAll(wrapped(joined(sentences.subList(first, sentences.size())), "", ""));
        }
        return lines;
    }

    private static String joined(List<String> sentences) {
        return String.join(" ", sentences);
    }

    private static List<String> numbers(List<Row> rows) {
        int asked = width(rows, row -> isWhole(row) ? "" : row.asked(), ASKED);
        int found = width(rows, Row::found, FOUND);
        List<String> lines = new ArrayList<>();
        String section = "";
        for (Row row : rows) {
            String head = row.section().equals(section) ? "" : row.section();
            section = row.section();
            String begin = INDENT + padded(head, SECTION);
            if (isWhole(row)) {
                lines.addAll(wrapped(row.asked(), begin, " ".repeat(begin.length())));
                continue;
            }
            String cells = begin + padded(row.asked(), asked + 4) + padded(row.found(), found + 2);
            lines.addAll(wrapped(row.verdict(), cells, " ".repeat(cells.length())));
        }
        return lines;
    }

    private static List<String> facts(List<FactLine> facts) {
        int when = width(facts, FactLine::when, FOUND);
        int what = width(facts, FactLine::what, FOUND);
        int verdict = width(facts, FactLine::verdict, FOUND);
        return facts.stream()
                .map(
                        fact ->
                                INDENT
                                        + padded(fact.when(), when + 3)
                                        + padded(fact.what(), what + 3)
                                        + padded(fact.verdict(), verdict + 4)
                                        + fact.run())
                .map(line -> cut(line.stripTrailing(), WIDTH))
                .toList();
    }

    /** A row that says it all in its first cell, as long as it is. */
    private static boolean isWhole(Row row) {
        return row.found().isEmpty() && row.verdict().isEmpty();
    }

    private static <T> int width(List<T> rows, Function<T, String> cell, int most) {
        return rows.stream()
                .mapToInt(row -> Math.min(most, cell.apply(row).length()))
                .max()
                .orElse(0);
    }

    /** A cell with at least two blanks behind it. */
    private static String padded(String text, int width) {
        String cell = cut(text, Math.max(width - 2, 0));
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    /** Words in lines of at most the width; a longer word is cut. Three blanks stay together. */
    static List<String> wrapped(String text, String first, String next) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int begin = first.length();
        for (String word : text.split(" (?! )", -1)) {
            boolean isFirst = line.length() == begin;
            if (!isFirst && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(next);
                begin = next.length();
                isFirst = true;
            }
            line.append(isFirst ? "" : " ").append(isFirst ? word.stripLeading() : word);
        }
        lines.add(cut(line.toString().stripTrailing(), WIDTH));
        return lines;
    }
}
