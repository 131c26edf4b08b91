package io.automation.udfs.template;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Formatter;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.ValueResolver;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import io.automation.udfs.template.TemplateProblem.Code;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Handlebars without everything that reaches code, files or other templates.
 *
 * <p>Names resolve in maps only, and only in the present scope; no partial is ever loaded; of the
 * helpers the four blocks are left, in a version that writes through the bounded writer, so that
 * nested loops cannot build a text beside it. The tag scanner has refused the rest before.
 */
final class Engine {

    private static final Engine ESCAPING = new Engine(EscapingStrategy.HTML_ENTITY);
    private static final Engine PLAIN = new Engine(EscapingStrategy.NOOP);

    /** Where a rendering keeps its writer; no path that the scanner admits leads here. */
    private static final String WRITER = Engine.class.getName() + "#writer";

    private final Handlebars handlebars;

    private Engine(EscapingStrategy escaping) {
        DefaultHelperRegistry helpers = new DefaultHelperRegistry();
        helpers.helpers().clear();
        helpers.registerHelper("if", (Helper<Object>) Engine::branch);
        helpers.registerHelper("unless", (Helper<Object>) Engine::unless);
        helpers.registerHelper("each", (Helper<Object>) Engine::each);
        helpers.registerHelper("with", (Helper<Object>) Engine::with);
        helpers.registerHelperMissing((Helper<Object>) Engine::missing);
        this.handlebars =
                new Handlebars(new NoPartials())
                        .with(helpers)
                        .with(escaping)
                        .with((Formatter) (value, next) -> PlainData.print(value))
                        .parentScopeResolution(false)
                        .prettyPrint(true);
    }

    /** Values are escaped in a part that is HTML. */
    static Engine of(TemplatePart part) {
        return part == TemplatePart.HTML ? ESCAPING : PLAIN;
    }

    /**
     * @throws HandlebarsException if the engine does not understand a text the scanner admitted
     */
    Template compile(String source) throws IOException {
        return handlebars.compileInline(source);
    }

    /**
     * @throws RenderStop if the template may not be rendered with this data
     */
    static String render(Template template, Map<String, Object> data, LongSupplier nanos) {
        BoundedWriter writer = new BoundedWriter(nanos);
        Context context =
                Context.newBuilder(data)
                        .resolver(new CountingResolver(writer), MapValueResolver.INSTANCE)
                        .build()
                        .data(WRITER, writer);
        try {
            template.apply(context, writer);
        } catch (HandlebarsException e) {
            throw stopBehind(e);
        } catch (IOException e) {
            throw new IllegalStateException("the writer is in memory", e);
        } finally {
            context.destroy();
        }
        return writer.toString();
    }

    private static RuntimeException stopBehind(HandlebarsException e) {
        return e.getCause() instanceof RenderStop stop ? stop : e;
    }

    private static @Nullable Object branch(@Nullable Object value, Options options)
            throws IOException {
        return write(PlainData.isFalsy(value) ? options.inverse : options.fn, options.context);
    }

    private static @Nullable Object unless(@Nullable Object value, Options options)
            throws IOException {
        return write(PlainData.isFalsy(value) ? options.fn : options.inverse, options.context);
    }

    private static @Nullable Object with(@Nullable Object value, Options options)
            throws IOException {
        return PlainData.isFalsy(value)
                ? write(options.inverse, options.context)
                : write(options.fn, Context.newContext(options.context, value));
    }

    private static @Nullable Object each(@Nullable Object value, Options options)
            throws IOException {
        int index = 0;
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                item(options, entry.getKey(), entry.getValue(), index++, map.size());
            }
        } else if (value instanceof Collection<?> items) {
            for (Object item : items) {
                item(options, index, item, index++, items.size());
            }
        }
        return index == 0 ? write(options.inverse, options.context) : null;
    }

    private static void item(Options options, Object key, Object value, int index, int size)
            throws IOException {
        Context item =
                Context.newContext(options.context, value)
                        .combine("@key", PlainData.scalar(key))
                        .combine("@index", PlainData.scalar(index))
                        .combine("@first", index == 0)
                        .combine("@last", index == size - 1);
        write(options.fn, item);
    }

    private static @Nullable Object write(Template body, Context context) throws IOException {
        BoundedWriter writer = context.data(WRITER);
        writer.step();
        body.apply(context, writer);
        return null;
    }

    private static Object missing(@Nullable Object value, Options options) {
        throw new RenderStop(
                Code.MISSING_VARIABLE,
                options.helperName,
                "{{" + options.helperName + "}} has no value");
    }

    /** Refuses every partial. */
    private static final class NoPartials extends AbstractTemplateLoader {

        @Override
        public TemplateSource sourceAt(String location) throws IOException {
            throw new IOException("a template cannot load another one");
        }
    }

    /** Resolves nothing, but counts each name that is looked up. */
    private record CountingResolver(BoundedWriter writer) implements ValueResolver {

        @Override
        public Object resolve(Object context, String name) {
            writer.step();
            return UNRESOLVED;
        }

        @Override
        public Object resolve(Object context) {
            writer.step();
            return UNRESOLVED;
        }

        @Override
        public Set<Map.Entry<String, Object>> propertySet(Object context) {
            return Set.of();
        }
    }
}
