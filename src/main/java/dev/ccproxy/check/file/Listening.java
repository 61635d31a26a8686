package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Span;
import dev.ccproxy.document.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who can reach the port of LiteLLM, by what the files beside its configuration say. Without any
 * word it listens on every interface; in a container it does so always, and the published port
 * decides.
 *
 * @param reach who
 * @param place what says so; empty where nothing does
 */
record Listening(Reach reach, Optional<Evidence> place) {
  private static final Listening UNSAID = new Listening(Reach.UNSAID, Optional.empty());

  /** Who can reach a port. */
  enum Reach {
    EVERYBODY,
    THIS_MACHINE,
    UNSAID
  }

  /**
   * What the files of the folder say, else the variable: somebody is let in where one of them does.
   */
  static Listening of(Gateway gateway) {
    List<Listening> said = new ArrayList<>();
    for (StartFiles.Found file : StartFiles.compose(gateway)) {
      compose(file, said);
    }
    for (StartFiles.Found file : StartFiles.scripts(gateway)) {
      script(file, said);
    }
    if (said.isEmpty()) {
      variable(gateway, said);
    }
    for (Listening one : said) {
      if (one.reach == Reach.EVERYBODY) {
        return one;
      }
    }
    return said.isEmpty() ? UNSAID : said.get(0);
  }

  private static void variable(Gateway gateway, List<Listening> said) {
    GatewayEnvironment.Found host = gateway.variable("HOST").orElse(null);
    if (host != null) {
      Evidence evidence =
          host.place()
              .map(Evidence::of)
              .orElse(new Evidence(Evidence.Kind.ENV, "HOST", "HOST=" + host.value()));
      add(ofHost(host.value()), evidence, said);
    }
  }

  private static void compose(StartFiles.Found file, List<Listening> said) {
    SourceDocument document;
    try {
      document = YamlDocument.parse(file.shown(), file.text().getBytes(StandardCharsets.UTF_8));
    } catch (DocumentException e) {
      return;
    }
    if (document.find(NodePath.of("services")).orElse(null) instanceof Node.Mapping services) {
      for (Node.Entry service : services.entries()) {
        Node node = service.value();
        String text = document.source().text().substring(node.span().start(), node.span().end());
        if (text.contains("litellm")
            && SourceDocument.find(node, NodePath.of("ports")).orElse(null)
                instanceof Node.Sequence ports) {
          for (Node port : ports.items()) {
            Span span = port.span();
            int line = document.source().position(span.start()).line();
            String shown = document.source().text().substring(span.start(), span.end());
            add(ofPort(port), evidence(file, line, shown.split("\n")[0]), said);
          }
        }
      }
    }
  }

  private static void script(StartFiles.Found file, List<Listening> said) {
    // What runs in a container listens there on every interface, and has to.
    boolean container = file.text().contains("docker run") || file.text().contains("podman run");
    List<String> options = container ? List.of("-p", "--publish") : List.of("--host");
    int number = 0;
    for (String line : file.text().split("\n")) {
      number++;
      if (line.strip().startsWith("#")) {
        continue;
      }
      String[] words = line.replaceAll("[\"',\\[\\]]", " ").strip().split("\\s+");
      for (int i = 0; i < words.length; i++) {
        String[] parts = words[i].split("=", 2);
        if (options.contains(parts[0])) {
          String next = i + 1 < words.length ? words[i + 1] : "";
          String value = parts.length > 1 ? parts[1] : next;
          add(container ? ofPublished(value) : ofHost(value), evidence(file, number, line), said);
        }
      }
    }
  }

  private static void add(Reach reach, Evidence evidence, List<Listening> said) {
    if (reach != Reach.UNSAID) {
      said.add(new Listening(reach, Optional.of(evidence)));
    }
  }

  private static Evidence evidence(StartFiles.Found file, int line, String text) {
    return new Evidence(Evidence.Kind.FILE, file.shown() + ":" + line, text.strip());
  }

  private static Reach ofPort(Node port) {
    if (port instanceof Node.Scalar scalar) {
      return ofPublished(scalar.value());
    }
    String host = text(port, "host_ip");
    return text(port, "published") == null
        ? Reach.UNSAID
        : host == null ? Reach.EVERYBODY : ofHost(host);
  }

  private static @Nullable String text(Node from, String key) {
    return SourceDocument.find(from, NodePath.of(key)).orElse(null) instanceof Node.Scalar scalar
        ? scalar.value()
        : null;
  }

  /** Of a published port: {@code 4000:4000}, with an address in front where not all are meant. */
  static Reach ofPublished(String port) {
    // A variable with a default has colons too.
    String plain = port.replaceAll("\\$\\{[^}]*\\}", "0");
    if (!plain.contains(":")) {
      return Reach.UNSAID;
    }
    String front = plain.substring(0, plain.lastIndexOf(':'));
    return front.contains(":")
        ? ofHost(front.substring(0, front.lastIndexOf(':')))
        : Reach.EVERYBODY;
  }

  /** Of an address to listen at. */
  static Reach ofHost(String host) {
    String plain = host.startsWith("[") ? host.substring(1).replace("]", "") : host;
    if (plain.equals("0.0.0.0") || plain.equals("::")) {
      return Reach.EVERYBODY;
    }
    return Hosts.isLoopback(plain) ? Reach.THIS_MACHINE : Reach.UNSAID;
  }
}
