package io.automation.udfs.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableSelect;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import io.automation.model.workflow.VariablePaths;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A parsed expression, made ready for the type check: its paths are looked up, and a comparison
 * with null asks whether there is a value.
 */
final class ExpressionTree {

    /** What paths begin with. */
    static final List<String> ROOTS =
            List.of("account", "engagement", "goals", "custom", "organization", "trigger");

    private static final String EQUALS = "_==_";
    private static final String NOT_EQUALS = "_!=_";

    private final CelAbstractSyntaxTree parsed;
    private final CelMutableAst ast;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> variables = new TreeSet<>();

    /** The largest id in use. */
    private long lastId;

    private boolean changed;

    private ExpressionTree(CelAbstractSyntaxTree parsed) {
        this.parsed = parsed;
        this.ast = CelMutableAst.fromCelAst(parsed);
    }

    static ExpressionTree of(CelAbstractSyntaxTree parsed) {
        ExpressionTree tree = new ExpressionTree(parsed);
        CelNavigableMutableAst.fromAst(tree.ast).getRoot().allNodes().forEach(tree::name);
        List<CelMutableExpr> nodes = new ArrayList<>();
        CelNavigableMutableAst.fromAst(tree.ast)
                .getRoot()
                .allNodes()
                .map(CelNavigableMutableExpr::expr)
                .forEach(nodes::add);
        for (CelMutableExpr node : nodes) {
            tree.lastId = Math.max(tree.lastId, node.id());
        }
        for (CelMutableExpr node : nodes) {
            tree.lookUp(node);
            tree.checkRegex(node);
            tree.askForValue(node);
        }
        return tree;
    }

    CelAbstractSyntaxTree ast() {
        return changed ? ast.toParsedAst() : parsed;
    }

    /** Whether it is not as it was written, and knows of no lines and columns any more. */
    boolean isChanged() {
        return changed;
    }

    /** For people, one for each path that is none. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The variables it names, as they are written. */
    List<String> variables() {
        return List.copyOf(variables);
    }

    /** Remembers a variable by its whole path. */
    private void name(CelNavigableMutableExpr node) {
        boolean isInside = node.parent().filter(up -> up.getKind() == Kind.SELECT).isPresent();
        String path = isInside ? null : path(node.expr());
        if (path != null && !ROOTS.contains(path)) {
            variables.add(path);
        }
    }

    /** The dotted path of a variable or a part of one; null for anything else. */
    private static @Nullable String path(CelMutableExpr node) {
        if (node.getKind() == Kind.SELECT) {
            String operand = path(node.select().operand());
            return operand == null ? null : operand + '.' + node.select().field();
        }
        if (node.getKind() != Kind.IDENT) {
            return null;
        }
        String name = node.ident().name();
        boolean isVariable =
                ROOTS.contains(name)
                        || name.equals("product_name")
                        || Expression.isAccountField(name);
        return isVariable ? name : null;
    }

    private void lookUp(CelMutableExpr node) {
        if (node.getKind() != Kind.SELECT || node.select().operand().getKind() != Kind.IDENT) {
            return;
        }
        String root = node.select().operand().ident().name();
        if (root.equals("contact") || ROOTS.contains(root)) {
            String problem = VariablePaths.problem(root + '.' + node.select().field());
            if (problem != null) {
                problems.add(problem);
            }
        }
    }

    /** A regular expression that is written out must be one, and small. */
    private void checkRegex(CelMutableExpr node) {
        if (node.getKind() != Kind.CALL || !node.call().function().equals("matches")) {
            return;
        }
        CelMutableExpr regex = node.call().args().get(node.call().args().size() - 1);
        if (regex.getKind() != Kind.CONSTANT
                || regex.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return;
        }
        String problem = Regexes.problem(regex.constant().stringValue());
        if (problem != null) {
            problems.add(problem);
        }
    }

    /**
     * Turns {@code custom.x == null} into {@code !has(custom.x)}, and {@code has(account.arr)},
     * whose field the type check takes for a variable of its own, into {@code "arr" in account}.
     */
    private void askForValue(CelMutableExpr node) {
        if (node.getKind() == Kind.SELECT && node.select().testOnly()) {
            if (isRoot(node.select().operand())) {
                CelMutableSelect select = node.select();
                node.setCall(in(select.operand(), select.field()));
                changed = true;
            }
            return;
        }
        if (node.getKind() != Kind.CALL
                || !(node.call().function().equals(EQUALS)
                        || node.call().function().equals(NOT_EQUALS))) {
            return;
        }
        CelMutableExpr left = node.call().args().get(0);
        CelMutableExpr right = node.call().args().get(1);
        CelMutableExpr has = isNull(right) ? has(left) : isNull(left) ? has(right) : null;
        if (has == null) {
            return;
        }
        changed = true;
        if (node.call().function().equals(EQUALS)) {
            node.setCall(CelMutableCall.create("!_", has));
        } else if (has.getKind() == Kind.SELECT) {
            node.setSelect(has.select());
        } else {
            node.setCall(has.call());
        }
    }

    private static boolean isNull(CelMutableExpr node) {
        return node.getKind() == Kind.CONSTANT
                && node.constant().getKind() == CelConstant.Kind.NULL_VALUE;
    }

    private static boolean isRoot(CelMutableExpr node) {
        return node.getKind() == Kind.IDENT && ROOTS.contains(node.ident().name());
    }

    /** Whether a variable has a value, as an expression; null for anything but a variable. */
    private @Nullable CelMutableExpr has(CelMutableExpr node) {
        if (node.getKind() == Kind.SELECT && !node.select().testOnly()) {
            CelMutableExpr operand = node.select().operand();
            String field = node.select().field();
            return isRoot(operand)
                    ? CelMutableExpr.ofCall(++lastId, in(operand, field))
                    : CelMutableExpr.ofSelect(
                            ++lastId,
                            CelMutableSelect.create(operand, field, /* testOnly= */ true));
        }
        if (node.getKind() == Kind.IDENT && Expression.isAccountField(node.ident().name())) {
            CelMutableExpr account = CelMutableExpr.ofIdent(++lastId, "account");
            return CelMutableExpr.ofCall(++lastId, in(account, node.ident().name()));
        }
        return null;
    }

    private CelMutableCall in(CelMutableExpr map, String key) {
        CelMutableExpr name = CelMutableExpr.ofConstant(++lastId, CelConstant.ofValue(key));
        return CelMutableCall.create("@in", name, map);
    }
}
