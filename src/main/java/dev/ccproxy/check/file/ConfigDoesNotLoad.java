package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that is good YAML and with which LiteLLM does not start ({@code litellm.md} 4.2).
 * Files that are no YAML or no mapping are another check's.
 */
public final class ConfigDoesNotLoad extends GatewayCheck {
  private static final String IMPACT =
      "LiteLLM ends at once; the client finds nothing at its address";

  /** For the list of checks. */
  public ConfigDoesNotLoad() {
    super(
        "CCP-S211",
        "config-does-not-load",
        "LiteLLM can start with its configuration",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    SourceFile file = gateway.config().file();
    SourceDocument document = file.document();
    if (document == null) {
      return;
    }
    Node root = document.root();
    if (!(root instanceof Node.Mapping mapping)) {
      return;
    }
    if (mapping.entries().isEmpty() && root.span().start() == root.span().end()) {
      found.add(
          fatal(
              gateway,
              "The configuration is empty",
              "LiteLLM refuses a file without content.",
              "write a configuration, for example with ccproxy init",
              new Places().add(Place.of(file))));
      return;
    }
    sections(gateway, found);
    entries(gateway, found);
    includes(gateway, found);
  }

  private void sections(Gateway gateway, List<Finding> found) {
    for (SourceFile file : gateway.config().files()) {
      SourceDocument document = file.document();
      if (document == null) {
        continue;
      }
      Node list = document.find(NodePath.of("model_list")).orElse(null);
      if (list != null && !(list instanceof Node.Sequence) && !isNull(list)) {
        found.add(
            fatal(
                gateway,
                "model_list is no list",
                "LiteLLM goes through it entry by entry.",
                "begin each entry with a dash",
                new Places().add(Place.of(file, document, list))));
      }
      for (String section : new String[] {"litellm_settings", "general_settings"}) {
        Node node = document.find(NodePath.of(section)).orElse(null);
        if (node != null && !(node instanceof Node.Mapping) && !isNothing(section, node)) {
          found.add(
              fatal(
                  gateway,
                  section + " is no mapping of keys",
                  "LiteLLM looks up keys in it.",
                  "write each setting as key: value, without a dash",
                  new Places().add(Place.of(file, document, node))));
        }
      }
    }
  }

  /** Whether LiteLLM goes on as if the section were not there. */
  private static boolean isNothing(String section, Node node) {
    return isNull(node)
        || (section.equals("litellm_settings")
            && node instanceof Node.Sequence list
            && list.items().isEmpty());
  }

  private void entries(Gateway gateway, List<Finding> found) {
    Places noMapping = new Places();
    Places noName = new Places();
    Places noParameters = new Places();
    Places noModel = new Places();
    for (Deployment deployment : gateway.deployments()) {
      if (!(deployment.node() instanceof Node.Mapping entry)) {
        add(noMapping, deployment, deployment.node());
        continue;
      }
      Node name = entry.entry("model_name").map(Node.Entry::value).orElse(null);
      if (isNoName(name)) {
        add(noName, deployment, name == null ? entry : name);
      }
      Node parameters = entry.entry("litellm_params").map(Node.Entry::value).orElse(null);
      if (!(parameters instanceof Node.Mapping)) {
        add(noParameters, deployment, parameters == null ? entry : parameters);
      } else {
        Node model = deployment.parameter("model").orElse(null);
        if (isNoName(model)) {
          add(noModel, deployment, model == null ? parameters : model);
        }
      }
    }
    missing(gateway, "is no mapping of keys", noMapping, found);
    missing(gateway, "has no model_name", noName, found);
    missing(gateway, "has no litellm_params", noParameters, found);
    missing(gateway, "has no litellm_params.model", noModel, found);
  }

  /** A number or a date is another check's. */
  private static boolean isNoName(@Nullable Node node) {
    return node == null || isNull(node);
  }

  private static void add(Places places, Deployment deployment, Node node) {
    places.add(deployment.file(), deployment.document(), node);
  }

  private void missing(Gateway gateway, String what, Places places, List<Finding> found) {
    if (!places.isEmpty()) {
      found.add(
          fatal(
              gateway,
              "An entry of model_list " + what,
              "LiteLLM needs model_name, and litellm_params with a model in it, in every entry; the"
                  + " indentation decides what belongs to what.",
              "complete the entry, or correct its indentation",
              places));
    }
  }

  private void includes(Gateway gateway, List<Finding> found) {
    LiteLlmConfig config = gateway.config();
    for (SourceFile file : config.files()) {
      SourceDocument document = file.document();
      Node include = document == null ? null : document.find(NodePath.of("include")).orElse(null);
      if (document != null && include != null && !isListOfTexts(include)) {
        found.add(
            fatal(
                gateway,
                "include is no list of files",
                "LiteLLM takes a list only, also for a single file.",
                "write each file with a dash in front",
                new Places().add(Place.of(file, document, include))));
      }
    }
    for (LiteLlmConfig.BadInclude bad : config.badIncludes()) {
      switch (bad.kind()) {
        case UNREADABLE -> {
          // One that is there and is no YAML is reported as that.
          if (!exists(config, bad)) {
            found.add(
                fatal(
                    gateway,
                    "An included file is missing",
                    "LiteLLM looks for it beside the file that names it.",
                    "correct the path, or take it out of include",
                    new Places().add(bad.place())));
          }
        }
        case CYCLE ->
            found.add(
                at(
                        finding(
                            gateway.isAtLeast("1.108.0") == Gateway.Answer.YES
                                ? Severity.INFO
                                : Severity.WARNING,
                            "A file is included twice or includes itself"),
                        List.of(bad.place()))
                    .confidence(gateway.surely())
                    .cause(
                        "LiteLLM 1.108.11 reads every file once; 1.83.14 and older ones never come"
                            + " to an end.")
                    .impact(
                        gateway.isAtLeast("1.108.0") == Gateway.Answer.YES
                            ? "None with this release; an older one hangs while it starts"
                            : "LiteLLM may hang while it starts")
                    .fix(Fix.manual("include every file once", gateway.start()))
                    .build());
        case OUTSIDE ->
            found.add(
                at(
                        finding(Severity.INFO, "An included file lies outside of this folder"),
                        List.of(bad.place()))
                    .confidence(Confidence.CERTAIN)
                    .cause("LiteLLM reads it wherever it is.")
                    .impact("A copy of this folder elsewhere does not work")
                    .build());
        default -> throw new IllegalStateException(bad.kind().toString());
      }
    }
  }

  private static boolean exists(LiteLlmConfig config, LiteLlmConfig.BadInclude bad) {
    return Files.exists(config.file().path().toAbsolutePath().resolveSibling(bad.target()))
        || Files.exists(bad.place().path().toAbsolutePath().resolveSibling(bad.target()));
  }

  private static boolean isListOfTexts(Node node) {
    if (!(node instanceof Node.Sequence list)) {
      return false;
    }
    for (Node item : list.items()) {
      if (!(item instanceof Node.Scalar scalar) || scalar.kind() != Node.Kind.STRING) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
  }

  private Finding fatal(Gateway gateway, String title, String cause, String fix, Places places) {
    return at(finding(Severity.ERROR, title), places)
        .cause(cause)
        .impact(IMPACT)
        .fix(Fix.manual(fix + ", then start LiteLLM", gateway.start()))
        .explains(
            "CCP-L101", "CCP-S201", "CCP-S202", "CCP-S208", "CCP-S105", "CCP-S106", "CCP-S304")
        .build();
  }
}
