import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/**
 * One OpenSearch node, of the jars on the class path: java SearchNode HOME, whose config/opensearch.yml has the settings.
 *
 * The plugins are loaded by their classes, so that neither an archive nor a plugin folder is needed, and the checks that
 * only a server's start makes (limits of the system, not root) do not run. For trying and testing, never for keeping data.
 */
public final class SearchNode extends Node {
    private static final String[] PLUGINS = {
        "org.opensearch.transport.Netty4", "org.opensearch.analysis.common.CommonAnalysis",
        "org.opensearch.index.mapper.MapperExtras", "org.opensearch.index.reindex.Reindex",
        "org.opensearch.painless.Painless",
    };

    @SuppressWarnings({"unchecked", "rawtypes"}) // of plugins' classes before OpenSearch 3, of descriptions since
    private SearchNode(Environment environment, Collection plugins) {
        super(environment, plugins, true);
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Settings settings = Settings.builder().put("path.home", home.toString()).build();
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> "node");
        LogConfigurator.registerErrorListener();
        LogConfigurator.configure(environment);
        SearchNode node = new SearchNode(environment, plugins());
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
            closed.countDown();
        }));
        node.start();
        closed.await();
    }

    private static List<Object> plugins() throws Exception {
        List<Object> found = new ArrayList<>();
        for (String name : PLUGINS) {
            Class<? extends Plugin> plugin = plugin(name);
            found.add(Version.CURRENT.major < 3 ? plugin : description(plugin.getName()));
        }
        return found;
    }

    private static Class<? extends Plugin> plugin(String name) throws ClassNotFoundException {
        try {
            return Class.forName(name + "Plugin").asSubclass(Plugin.class);
        } catch (ClassNotFoundException moved) { // as they are called since OpenSearch 3
            return Class.forName(name + "ModulePlugin").asSubclass(Plugin.class);
        }
    }

    private static Object description(String name) throws Exception {
        return Class.forName("org.opensearch.plugins.PluginInfo")
            .getConstructor(String.class, String.class, String.class, Version.class, String.class, String.class, String.class,
                List.class, boolean.class)
            .newInstance(name, "on the class path", "", Version.CURRENT, "21", name, null, List.of(), false);
    }
}
