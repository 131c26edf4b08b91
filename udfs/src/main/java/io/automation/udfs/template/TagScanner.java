package io.automation.udfs.template;

import io.automation.udfs.template.TemplateProblem.Code;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tags of one text before the engine does, admits those of a closed list and notes which
 * variables they name.
 *
 * <p>Admitted are comments, a printed path, the four blocks with one path each, {@code else} and
 * the end of a block. Whatever is not on this list is refused, so the engine never sees a partial,
 * a decorator, a raw or unescaped tag, a parameter or a sub-expression.
 */
final class TagScanner {

    private static final int MAX_DEPTH = 3;
    private static final int MAX_TAG = 500;
    private static final int MAX_ELSE = 32;
    private static final int MAX_PROBLEMS = 50;

    private static final String SEGMENT =
            "(?:[A-Za-z_][A-Za-z0-9_-]*|\\[[^\\[\\]{}.\"'\\\\\\p{Cntrl}]{1,100}])";
    private static final String PATH =
            "(this|\\.|@(?:index|key|first|last)"
                    + "|(?:@root\\.|(?:\\.\\./)+|\\./|this\\.)?"
                    + SEGMENT
                    + "(?:\\."
                    + SEGMENT
                    + ")*)";
    private static final String HELPER = "(if|unless|each|with)";
    private static final Pattern PRINT = Pattern.compile("\\s*" + PATH + "\\s*");
    private static final Pattern OPEN = Pattern.compile("#" + HELPER + "\\s+" + PATH + "\\s*");
    private static final Pattern ELSE = Pattern.compile("\\s*else\\s*|\\^");
    private static final Pattern CHAIN =
            Pattern.compile("\\s*else\\s+" + HELPER + "\\s+" + PATH + "\\s*");
    private static final Pattern CLOSE = Pattern.compile("/" + HELPER);
    private static final Set<String> NO_NAMES =
            Set.of("if", "unless", "each", "with", "else", "as", "true", "false");

    private final TemplatePart part;
    private final String source;
    private final List<TemplateProblem> problems = new ArrayList<>();
    private final Set<String> printed = new TreeSet<>();
    private final Set<String> named = new TreeSet<>();
    private final Deque<Block> open = new ArrayDeque<>();

    /**
     * What one text names, or why it is refused.
     *
     * @param printed the paths that are printed and not guarded by a block on the same path
     * @param named all paths
     */
    record Scanned(Set<String> printed, Set<String> named, List<TemplateProblem> problems) {}

    /** What paths begin with; a null prefix stands for an item, whose place is not known. */
    private record Scope(@Nullable String prefix, @Nullable Scope parent) {}

    /** A block that is open, in the branch that was reached. */
    private static final class Block {
        private final String closedBy;
        private final Scope outer;
        private final int position;
        private String helper;
        private @Nullable String path;
        private boolean inverse;
        private int alternatives;

        Block(String helper, @Nullable String path, Scope outer, int position) {
            this.closedBy = helper;
            this.outer = outer;
            this.position = position;
            this.helper = helper;
            this.path = path;
        }

        void alternative(String helper, @Nullable String path, boolean inverse) {
            this.helper = helper;
            this.path = path;
            this.inverse = inverse;
            this.alternatives++;
        }

        Scope scope() {
            if (inverse || helper.equals("if") || helper.equals("unless")) {
                return outer;
            }
            boolean item = helper.equals("each") || path == null;
            return new Scope(item ? null : path + ".", outer);
        }

        boolean guards(String other) {
            return other.equals(path) && inverse == helper.equals("unless");
        }
    }

    private TagScanner(TemplatePart part, String source) {
        this.part = part;
        this.source = source;
    }

    static Scanned scan(TemplatePart part, String source) {
        TagScanner scanner = new TagScanner(part, source);
        scanner.scan();
        return new Scanned(scanner.printed, scanner.named, scanner.problems);
    }

    private void scan() {
        int at = source.indexOf("{{");
        while (at >= 0 && problems.size() < MAX_PROBLEMS) {
            int next = tag(at);
            at = next < 0 ? -1 : source.indexOf("{{", next);
        }
        for (Block block : open) {
            problem(Code.SYNTAX, block.position, "{{#" + block.closedBy + "}} is never closed");
        }
    }

    /** Reads the tag at a position; the position behind it, or -1 if no more can be read. */
    private int tag(int at) {
        if (at > 0 && source.charAt(at - 1) == '\\') {
            problem(Code.TAG_REFUSED, at, "an escaped tag, \\{{, is not allowed");
        }
        boolean comment = source.startsWith("{{!", at);
        String close = source.startsWith("{{!--", at) ? "--}}" : "}}";
        int end = source.indexOf(close, at + 2);
        if (end < 0) {
            problem(Code.SYNTAX, at, "a tag is never closed");
            return -1;
        }
        if (!comment && end - at > MAX_TAG) {
            problem(Code.TAG_REFUSED, at, "a tag has more than " + MAX_TAG + " characters");
        } else if (!comment) {
            admit(withoutTildes(source.substring(at + 2, end)), at);
        }
        return end + close.length();
    }

    private static String withoutTildes(String tag) {
        int from = tag.startsWith("~") ? 1 : 0;
        int to = tag.length() > from && tag.endsWith("~") ? tag.length() - 1 : tag.length();
        return tag.substring(from, to);
    }

    private void admit(String tag, int at) {
        Matcher opens = OPEN.matcher(tag);
        Matcher chains = CHAIN.matcher(tag);
        Matcher closes = CLOSE.matcher(tag);
        Matcher prints = PRINT.matcher(tag);
        if (opens.matches()) {
            open(opens.group(1), opens.group(2), at);
        } else if (ELSE.matcher(tag).matches()) {
            otherwise(null, null, at);
        } else if (chains.matches()) {
            otherwise(chains.group(1), chains.group(2), at);
        } else if (closes.matches()) {
            close(closes.group(1), at);
        } else if (prints.matches() && !NO_NAMES.contains(prints.group(1))) {
            print(prints.group(1), at);
        } else {
            refuse(tag, at);
        }
    }

    private Scope scope() {
        Block block = open.peek();
        return block == null ? new Scope("", null) : block.scope();
    }

    private void open(String helper, String path, int at) {
        if (open.size() == MAX_DEPTH) {
            problem(Code.TOO_DEEP, at, "blocks nest more than " + MAX_DEPTH + " deep");
        }
        Scope outer = scope();
        open.push(new Block(helper, note(path, outer, at), outer, at));
    }

    private void otherwise(@Nullable String helper, @Nullable String path, int at) {
        Block block = open.peek();
        if (block == null) {
            problem(Code.SYNTAX, at, "{{else}} stands outside of a block");
        } else if (block.inverse) {
            problem(Code.SYNTAX, at, "nothing can follow the {{else}} of a block but its end");
        } else if (block.alternatives == MAX_ELSE) {
            problem(Code.TOO_DEEP, at, "a block has more than " + MAX_ELSE + " alternatives");
        } else if (helper == null || path == null) {
            block.alternative(block.helper, block.path, true);
        } else {
            block.alternative(helper, note(path, block.outer, at), false);
        }
    }

    private void close(String helper, int at) {
        Block block = open.peek();
        if (block == null || !block.closedBy.equals(helper)) {
            problem(Code.SYNTAX, at, "{{/" + helper + "}} closes no block");
        } else {
            open.pop();
        }
    }

    private void print(String path, int at) {
        String absolute = note(path, scope(), at);
        if (absolute != null && open.stream().noneMatch(block -> block.guards(absolute))) {
            printed.add(absolute);
        }
    }

    /** The path from the root, noted; null if it depends on an item or is no variable's. */
    private @Nullable String note(String path, Scope from, int at) {
        String absolute = absolute(path, from, at);
        if (absolute != null) {
            named.add(absolute);
        }
        return absolute;
    }

    private @Nullable String absolute(String path, Scope from, int at) {
        String rest = path.replace("[", "").replace("]", "");
        if (rest.startsWith("@root.")) {
            return rest.substring("@root.".length());
        }
        if (rest.startsWith("@")) {
            return null;
        }
        Scope scope = from;
        while (rest.startsWith("../")) {
            rest = rest.substring("../".length());
            if (scope.parent == null) {
                problem(Code.PATH_REFUSED, at, "{{" + path + "}} leads out of the template");
                return null;
            }
            scope = scope.parent;
        }
        String prefix = scope.prefix;
        if (prefix == null) {
            return null;
        }
        if (rest.equals("this") || rest.equals(".")) {
            return prefix.isEmpty() ? null : prefix.substring(0, prefix.length() - 1);
        }
        if (rest.startsWith("this.") || rest.startsWith("./")) {
            rest = rest.substring(rest.startsWith("this.") ? "this.".length() : "./".length());
        }
        return prefix + rest;
    }

    private void refuse(String tag, int at) {
        String shown = "{{" + (tag.length() > 60 ? tag.substring(0, 60) + "…" : tag) + "}}";
        String bare = tag.strip();
        if (bare.startsWith("{") || bare.startsWith("&")) {
            problem(Code.TAG_REFUSED, at, shown + " would print without escaping");
        } else if (bare.startsWith(">") || bare.startsWith("#>") || bare.contains("*")) {
            problem(Code.TAG_REFUSED, at, shown + ": partials and decorators are not allowed");
        } else if (bare.startsWith("#") || bare.startsWith("^") || bare.startsWith("/")) {
            problem(
                    Code.TAG_REFUSED,
                    at,
                    shown + ": the blocks are if, unless, each and with, each of one variable");
        } else if (bare.indexOf(' ') > 0 || bare.indexOf('(') >= 0 || bare.startsWith("=")) {
            problem(Code.TAG_REFUSED, at, shown + ": helpers and delimiters are not allowed");
        } else {
            problem(Code.PATH_REFUSED, at, shown + " is not the name of a variable");
        }
    }

    private void problem(Code code, int at, String message) {
        int line = 1 + (int) source.substring(0, at).chars().filter(c -> c == '\n').count();
        int column = at - source.lastIndexOf('\n', at);
        problems.add(
                new TemplateProblem(code, part, "line " + line + ":" + column + ": " + message));
    }
}
