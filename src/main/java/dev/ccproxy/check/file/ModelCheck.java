package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientModels;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.ServedModels;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what answers serve the models that the client is told to ask for? */
public final class ModelCheck extends ClientCheck {

  public ModelCheck() {
    super(
        "CCP-S106",
        "model-not-served",
        "Is every model that the client asks for served?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    Destination target = scene.destination();
    if (scene.workspace().clientRequest().cloud().isPresent()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    ClientModels models = scene.workspace().clientRequest().models();
    for (Roles roles : Roles.of(models)) {
      Finding finding =
          target.config() != null
              ? atGateway(scene, target.config(), roles, models)
              : target.provider() != null ? atProvider(scene, target.provider(), roles) : null;
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private @Nullable Finding atGateway(
      FileScene scene, LiteLlmConfig config, Roles roles, ClientModels models) {
    ServedModels served = ServedModels.of(config);
    if (served.serves(roles.sent()) || !served.isComplete()) {
      return null;
    }
    boolean main = roles.hasMain();
    String instead = Nearest.of(roles.sent(), served.names()).orElse(null);
    boolean near = instead != null;
    String mainName = models.main().sent();
    boolean mainServed = served.serves(mainName);
    if (instead == null && !main && mainServed) {
      instead = models.main().asked();
    }
    if (instead == null && served.names().size() == 1) {
      instead = served.names().get(0);
    }
    return roles
        .seen(
            finding(
                main ? Severity.ERROR : Severity.WARNING,
                roles.names() + " names \"" + roles.sent() + "\", which LiteLLM does not serve"))
        .confidence(
            scene.workspace().clientRequest().url().isLoopback()
                ? Confidence.CERTAIN
                : Confidence.LIKELY)
        .subject(roles.word())
        .cause(
            "No model_name, alias or wildcard of "
                + config.file().shown()
                + " covers it, and names count in their case."
                + (near ? " The nearest is \"" + instead + "\"." : ""))
        .impact(
            main
                ? "LiteLLM answers 400 \"Invalid model name\"; nothing works."
                : (mainServed ? "The main turn works; what" : "What")
                    + " the client does in the "
                    + roles.word()
                    + " role fails.")
        .evidence(Evidence.of(Place.of(config.file())))
        .explains("CCP-L302#" + roles.word(), "CCP-L302#" + roles.sent())
        .fix(
            instead == null && !served.names().isEmpty()
                ? Fix.manual("Name a model that is served: " + GatewayCheck.names(served.names()))
                : roles.rename(instead, !main))
        .build();
  }

  private @Nullable Finding atProvider(FileScene scene, Provider provider, Roles roles) {
    Model known = provider.model(roles.sent()).orElse(null);
    if (known != null) {
      return known.isGone(scene.today()) ? gone(provider, known, roles) : null;
    }
    if (provider.openModels() || provider.kind() == Provider.Kind.PROXY) {
      return null;
    }
    if (Model.isClaude(roles.sent())) {
      return null;
    }
    List<String> ids = new ArrayList<>();
    for (Model one : provider.models()) {
      if (!one.isGone(scene.today())) {
        ids.add(one.id());
      }
    }
    String foreign = owner(scene, provider, roles.sent());
    String near = Nearest.of(roles.sent(), ids).orElse(null);
    boolean main = roles.hasMain();
    boolean wrong = foreign != null || (near != null && near.equalsIgnoreCase(roles.sent()));
    Severity severity = !wrong ? Severity.INFO : main ? Severity.ERROR : Severity.WARNING;
    String instead = near != null ? near : provider.tiers().get(roles.tier());
    return roles
        .seen(
            finding(
                severity,
                roles.names()
                    + " names \""
                    + roles.sent()
                    + "\", which "
                    + provider.title()
                    + " is not known to serve"))
        .confidence(wrong ? Confidence.LIKELY : Confidence.POSSIBLE)
        .subject(roles.word())
        .cause(
            foreign != null
                ? "It is a model of "
                    + foreign
                    + ", and the address is that of "
                    + provider.title()
                    + "."
                : "The list of "
                    + provider.verified()
                    + " does not have it"
                    + (near == null ? "." : "; the nearest is \"" + near + "\"."))
        .impact(
            wrong
                ? "Requests of this role are refused."
                : "None if the provider has added it since then.")
        .explains("CCP-L302#" + roles.word(), "CCP-L302#" + roles.sent())
        .fix(
            severity == Severity.INFO
                ? Fix.manual(
                    "Compare with the list of the provider", "ccproxy models " + provider.id())
                : roles.rename(instead, false))
        .build();
  }

  /** The title of another provider whose list has that id; null where none has. */
  private static @Nullable String owner(FileScene scene, Provider provider, String id) {
    for (Provider other : scene.catalog().usable(id)) {
      if (!other.id().equals(provider.id()) && other.model(id).isPresent()) {
        return other.title();
      }
    }
    return null;
  }

  private Finding gone(Provider provider, Model known, Roles roles) {
    boolean main = roles.hasMain();
    String since = known.retired() != null ? " since " + known.retired() : "";
    return roles
        .seen(
            finding(
                main ? Severity.ERROR : Severity.WARNING,
                roles.names()
                    + " names \""
                    + known.id()
                    + "\", which "
                    + provider.title()
                    + " has retired"))
        .layer(Layer.MODEL)
        .confidence(Confidence.LIKELY)
        .subject(roles.word())
        .cause("The model is gone" + since + ", by the list of " + provider.verified() + ".")
        .impact("Requests of this role are refused, or answered by another model.")
        .explains("CCP-L302#" + roles.word(), "CCP-L302#" + roles.sent())
        .fix(roles.rename(known.replacement(), false))
        .build();
  }
}
