package io.automation.udfs.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.Program;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import io.automation.model.run.Reason;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A CEL expression over an account's variables, compiled and type-checked once, judged often; it
 * may be used by many threads.
 *
 * <p>Every number of a variable is a double, which compares and calculates with whole literals too.
 * A variable without value is an error wherever its value is needed, but {@code has(custom.x)} and
 * {@code custom.x == null} ask whether there is one.
 */
public final class Expression implements ExpressionCompilation {

    private static final String ACCOUNT = "account.";

    private static final int MOST_CHARACTERS = 10_000;
    private static final int DEEPEST = 50;
    private static final int MOST_ITERATIONS = 10_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .maxExpressionCodePointSize(MOST_CHARACTERS)
                    .maxParseRecursionDepth(DEEPEST)
                    .comprehensionMaxIterations(MOST_ITERATIONS)
                    .build();

    private static final String NO_BOOLEAN = "; a condition is true or false: health_score < 60";
    private static final Set<String> ARITHMETIC = Set.of("_+_", "_-_", "_*_", "_/_", "_%_", "-_");

    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType INSTANT = SimpleType.TIMESTAMP;

    /** Not checked, so that it compares with whole and broken numbers alike. */
    private static final CelType NUMBER = SimpleType.DYN;

    private static final Map<String, CelType> VARIABLES =
            Map.ofEntries(
                    Map.entry("account.name", TEXT),
                    Map.entry("account.health_score", NUMBER),
                    Map.entry("account.status", TEXT),
                    Map.entry("account.arr", NUMBER),
                    Map.entry("account.industry", TEXT),
                    Map.entry("account.size", TEXT),
                    Map.entry("account.churn_risk", NUMBER),
                    Map.entry("account.contract_end_date", INSTANT),
                    Map.entry("engagement.last_meeting_date", INSTANT),
                    Map.entry("engagement.last_engagement_type", TEXT),
                    Map.entry("engagement.next_meeting_date", INSTANT),
                    Map.entry("goals.active_goals", NUMBER),
                    Map.entry("goals.completed_goals", NUMBER),
                    Map.entry("goals.at_risk_goals", NUMBER),
                    Map.entry("product_name", TEXT));

    private static final Cel CEL = environment();

    private static final CelValidator LITERALS =
            CelValidatorFactory.standardCelValidatorBuilder(CEL)
                    .addAstValidators(
                            TimestampLiteralValidator.INSTANCE, DurationLiteralValidator.INSTANCE)
                    .build();

    private final String cel;
    private final Program program;

    /** As they are written. */
    private final List<String> variables;

    private Expression(String cel, Program program, List<String> variables) {
        this.cel = cel;
        this.program = program;
        this.variables = variables;
    }

    /** The expression, or everything that is wrong with it. */
    public static ExpressionCompilation compile(String cel) {
        CelValidationResult parsed = CEL.parse(cel);
        if (parsed.hasError()) {
            return new Refused(messages(parsed.getErrors(), true));
        }
        try {
            ExpressionTree tree = ExpressionTree.of(parsed.getAst());
            if (!tree.problems().isEmpty()) {
                return new Refused(tree.problems());
            }
            CelValidationResult checked = CEL.check(tree.ast());
            if (checked.hasError()) {
                return new Refused(messages(checked.getErrors(), !tree.isChanged()));
            }
            return checked(cel, checked.getAst(), tree.variables());
        } catch (CelValidationException | CelEvaluationException e) {
            return new Refused(List.of(Objects.requireNonNullElse(e.getMessage(), e.toString())));
        }
    }

    private static ExpressionCompilation checked(
            String cel, CelAbstractSyntaxTree ast, List<String> variables)
            throws CelEvaluationException {
        CelType result = ast.getResultType();
        if (result.equals(SimpleType.DYN) && isNumber(ast, ast.getExpr())) {
            return new Refused(List.of("it gives no boolean" + NO_BOOLEAN));
        }
        if (!result.equals(SimpleType.BOOL) && !result.equals(SimpleType.DYN)) {
            return new Refused(List.of("it gives " + readable(result.name()) + NO_BOOLEAN));
        }
        CelValidationResult literals = LITERALS.validate(ast);
        return literals.hasError()
                ? new Refused(messages(literals.getErrors(), false))
                : new Expression(cel, CEL.createProgram(ast), variables);
    }

    /** Whether it is calculated or a number, though its type is not checked. */
    private static boolean isNumber(CelAbstractSyntaxTree ast, CelExpr expr) {
        if (expr.getKind() == Kind.CALL) {
            CelExpr.CelCall call = expr.call();
            return ARITHMETIC.contains(call.function())
                    || (call.function().equals("_?_:_")
                            && (isNumber(ast, call.args().get(1))
                                    || isNumber(ast, call.args().get(2))));
        }
        return ast.getReference(expr.id())
                .map(reference -> reference.name())
                .filter(name -> VARIABLES.get(name) == NUMBER || isBareNumber(name))
                .isPresent();
    }

    private static boolean isBareNumber(String name) {
        return VARIABLES.get(ACCOUNT + name) == NUMBER;
    }

    private static List<String> messages(List<CelIssue> issues, boolean located) {
        Set<String> messages = new LinkedHashSet<>();
        for (CelIssue issue : issues) {
            String message = readable(issue.getMessage());
            int line = issue.getSourceLocation().getLine();
            int column = issue.getSourceLocation().getColumn() + 1;
            messages.add(
                    located && line > 0
                            ? "line %d, column %d: %s".formatted(line, column, message)
                            : message);
        }
        return List.copyOf(messages);
    }

    /** Without what only those who write CEL environments understand. */
    private static String readable(String message) {
        int candidates = message.indexOf(" (candidates:");
        return (candidates < 0 ? message : message.substring(0, candidates))
                .replace(" (in container '')", "")
                .replace("google.protobuf.Timestamp", "timestamp")
                .replace("google.protobuf.Duration", "duration");
    }

    /** Why it is not true of the variables; null if it is. */
    @Nullable Reason judge(Variables variables) {
        try {
            Object result = program.eval(name -> find(variables, name));
            if (result instanceof Boolean holds) {
                return holds ? null : Reason.CONDITION_FAILED;
            }
            return Reason.TYPE_MISMATCH;
        } catch (CelEvaluationException e) {
            return e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
                    ? Reason.MISSING_FIELD
                    : Reason.TYPE_MISMATCH;
        }
    }

    String cel() {
        return cel;
    }

    /** The values of the variables it names, null where one is missing. */
    Map<String, @Nullable Object> found(Variables from) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        for (String name : variables) {
            found.put(name, from.value(isAccountField(name) ? ACCOUNT + name : name));
        }
        return found;
    }

    /** Whether a bare name is one of the account's own fields. */
    static boolean isAccountField(String name) {
        return VARIABLES.containsKey(ACCOUNT + name);
    }

    private static Optional<Object> find(Variables variables, String name) {
        String path = isAccountField(name) ? ACCOUNT + name : name;
        Object value = CelValues.of(variables.value(path));
        return value == null && ExpressionTree.ROOTS.contains(path)
                ? Optional.of(Map.of())
                : Optional.ofNullable(value);
    }

    private static Cel environment() {
        CelBuilder builder =
                CelFactory.plannerCelBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setStandardFunctions(
                                CelStandardFunctions.newBuilder()
                                        .excludeFunctions(StandardFunction.MATCHES)
                                        .build())
                        .addFunctionBindings(
                                CelFunctionBinding.fromOverloads(
                                        "matches", matches("matches"), matches("matches_string")));
        VARIABLES.forEach(
                (path, type) -> {
                    builder.addVar(path, type);
                    if (path.startsWith(ACCOUNT)) {
                        builder.addVar(path.substring(ACCOUNT.length()), type);
                    }
                });
        for (String root : ExpressionTree.ROOTS) {
            builder.addVar(root, MapType.create(SimpleType.STRING, SimpleType.DYN));
        }
        mixed(builder, "_+_", "add", (left, right) -> left + right);
        mixed(builder, "_-_", "subtract", (left, right) -> left - right);
        mixed(builder, "_*_", "multiply", (left, right) -> left * right);
        mixed(builder, "_/_", "divide", (left, right) -> left / right);
        return builder.build();
    }

    private static CelFunctionBinding matches(String overload) {
        return CelFunctionBinding.from(overload, String.class, String.class, Regexes::find);
    }

    /** Lets a double calculate with a whole number, which CEL leaves out: {@code arr * 2}. */
    @SuppressWarnings("Immutable") // the functions are lambdas without state
    private static void mixed(
            CelBuilder builder, String operator, String name, DoubleBinaryOperator function) {
        String doubleInt = name + "_double_int64";
        String intDouble = name + "_int64_double";
        builder.addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(
                        operator,
                        overload(doubleInt, SimpleType.DOUBLE, SimpleType.INT),
                        overload(intDouble, SimpleType.INT, SimpleType.DOUBLE)));
        builder.addFunctionBindings(
                CelFunctionBinding.fromOverloads(
                        operator,
                        CelFunctionBinding.from(
                                doubleInt,
                                Double.class,
                                Long.class,
                                (left, right) -> function.applyAsDouble(left, right)),
                        CelFunctionBinding.from(
                                intDouble,
                                Long.class,
                                Double.class,
                                (left, right) -> function.applyAsDouble(left, right))));
    }

    private static CelOverloadDecl overload(String id, CelType left, CelType right) {
        return CelOverloadDecl.newGlobalOverload(id, SimpleType.DOUBLE, left, right);
    }
}
