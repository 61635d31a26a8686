package dev.ccproxy.catalog;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One provider as its file describes it.
 *
 * @param id name of the file without {@code .yaml}
 * @param verified when the facts were last checked
 * @param sources where they come from
 * @param why why the default route is the default, one line
 * @param openModels whether it may serve models that no list can know
 * @param vendorSlashIds whether its ids have the form {@code vendor/model}
 * @param regions by id, the first is the default; empty where there is only one
 * @param tiers the default model of each tier; empty where none can be named
 * @param next commands to run before the first start, with {@code {model}} for each model
 * @param origin the file that this came from, for people
 */
public record Provider(
    String id,
    String title,
    Kind kind,
    LocalDate verified,
    Confidence confidence,
    List<String> sources,
    String why,
    Route defaultRoute,
    Key key,
    boolean openModels,
    boolean vendorSlashIds,
    Map<String, Region> regions,
    @Nullable DirectRoute direct,
    @Nullable LiteLlmRoute litellm,
    Map<Tier, String> tiers,
    List<Model> models,
    List<String> notes,
    List<String> next,
    String origin) {

  /** Origin of a provider that no file describes. */
  public static final String COMMAND_LINE = "command line";

  /** What an entry is. */
  public enum Kind {
    /** Serves models. */
    PROVIDER,
    /** Translates in front of somebody else's models. */
    PROXY
  }

  /**
   * The credential of a provider.
   *
   * @param variable environment variable in which its users keep it
   * @param prefixes how it begins, where that is known
   * @param value fixed public value for a server that checks none
   * @param optional whether the server may do without
   */
  public record Key(
      String variable, List<String> prefixes, @Nullable String value, boolean optional) {

    /** Whether the user has to bring one. */
    public boolean isNeeded() {
      return value == null && !optional;
    }
  }

  /** Another set of addresses of the same provider. Null: that route has none there. */
  public record Region(String title, @Nullable String direct, @Nullable String litellm) {}

  /**
   * An endpoint that speaks the Anthropic protocol.
   *
   * @param baseUrl what the client gets; null: the user has to name it
   * @param credential the client's variable that carries the key: {@code ANTHROPIC_AUTH_TOKEN}
   *     (Bearer) or {@code ANTHROPIC_API_KEY} (x-api-key)
   * @param environment further variables of the client
   * @param presentsAsClaude whether the client must take the model for a Claude model, because the
   *     endpoint cannot take what it sends to an unknown one
   * @param credentialOnly whether it is known to read the header of that variable alone
   */
  public record DirectRoute(
      @Nullable String baseUrl,
      String credential,
      Map<String, String> environment,
      boolean presentsAsClaude,
      boolean credentialOnly) {}

  /**
   * How LiteLLM reaches it.
   *
   * @param prefix LiteLLM's name of the provider, without the slash
   * @param baseUrl {@code api_base}; null: the user has to name it
   * @param parameters further {@code litellm_params}: texts or lists of texts
   */
  public record LiteLlmRoute(
      String prefix,
      @Nullable String baseUrl,
      Map<String, String> environment,
      Map<String, List<String>> parameters,
      boolean presentsAsClaude) {}

  /** The model of that id. */
  public Optional<Model> model(String modelId) {
    for (Model model : models) {
      if (model.id().equals(modelId)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }

  /** Whether only the command line describes it. */
  public boolean isCustom() {
    return origin.equals(COMMAND_LINE);
  }

  /** Whether {@code baseUrl} is one of the addresses of its direct route. */
  public boolean isDirectAt(String baseUrl) {
    if (direct == null) {
      return false;
    }
    if (baseUrl.equals(direct.baseUrl())) {
      return true;
    }
    return regions.values().stream().anyMatch(r -> baseUrl.equals(r.direct()));
  }

  /** Whether {@code baseUrl} is one of the addresses at which LiteLLM reaches it. */
  public boolean isLiteLlmAt(String baseUrl) {
    if (litellm == null) {
      return false;
    }
    if (baseUrl.equals(litellm.baseUrl())) {
      return true;
    }
    return regions.values().stream().anyMatch(r -> baseUrl.equals(r.litellm()));
  }

  /** Whether it can be reached that way. */
  public boolean has(Route route) {
    return route == Route.DIRECT ? direct != null : litellm != null;
  }

  /** Whether the user has a choice of routes. */
  public boolean hasBothRoutes() {
    return direct != null && litellm != null;
  }

  /** Two providers are the same when they come from the same place under the same id. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Provider provider
        && provider.id.equals(id)
        && provider.origin.equals(origin);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
