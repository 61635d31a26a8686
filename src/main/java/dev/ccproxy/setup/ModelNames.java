package dev.ccproxy.setup;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.catalog.Route;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds which service of a set-up is meant by a model's name as typed. */
final class ModelNames {
  private final List<Service> services;
  private final LocalDate today;
  private final @Nullable Long context;
  private final @Nullable Long maxOutput;

  /**
   * @param context window in tokens, where the list knows none or a bigger one
   * @param maxOutput longest answer in tokens, likewise
   */
  ModelNames(
      List<Service> services, LocalDate today, @Nullable Long context, @Nullable Long maxOutput) {
    this.services = services;
    this.today = today;
    this.context = context;
    this.maxOutput = maxOutput;
  }

  /** A model of {@code service} by its own id. */
  ModelChoice of(Service service, String id) throws SetupException {
    Optional<Model> listed = service.provider().model(id);
    return listed.isPresent() ? usable(service, listed.get()) : unlisted(service, id, id);
  }

  /**
   * The model that is meant: {@code PROVIDER/ID}, an id that a file lists, or any id where a
   * provider may serve models that no list knows; in this order.
   *
   * @throws SetupException for a name that nobody knows, a model that is gone or that cannot call
   *     tools
   */
  ModelChoice find(String typed) throws SetupException {
    if (typed.isBlank()) {
      throw SetupException.usage(
          "model-empty",
          "A model without a name was given",
          "write --model NAME or --model TIER=NAME");
    }
    for (int i = 0; i < typed.length(); i++) {
      if (Character.isSurrogate(typed.charAt(i)) && !isPair(typed, i)) {
        throw SetupException.usage(
            "model-not-text", "The name of a model holds half a character", "type the name again");
      }
    }
    String id = Model.withoutSuffix(typed);
    for (Service service : services) {
      String prefix = service.provider().id() + "/";
      if (id.startsWith(prefix) && id.length() > prefix.length()) {
        String rest = id.substring(prefix.length());
        Optional<Model> listed = service.provider().model(rest);
        return listed.isPresent() ? usable(service, listed.get()) : unlisted(service, rest, typed);
      }
    }
    for (Service service : services) {
      Optional<Model> listed = service.provider().model(id);
      if (listed.isPresent()) {
        return usable(service, listed.get());
      }
    }
    Optional<Service> open = openFor(id);
    if (open.isPresent()) {
      return unlisted(open.get(), id, typed);
    }
    throw unknown(id);
  }

  private Optional<Service> openFor(String id) {
    Optional<Service> first = Optional.empty();
    for (Service service : services) {
      if (service.provider().openModels()) {
        if (service.provider().vendorSlashIds() && id.contains("/")) {
          return Optional.of(service);
        }
        if (first.isEmpty() && !service.provider().vendorSlashIds()) {
          first = Optional.of(service);
        }
      }
    }
    return first;
  }

  private ModelChoice usable(Service service, Model model) throws SetupException {
    String name = "\"" + model.id() + "\" of " + service.provider().title();
    if (model.isGone(today)) {
      throw SetupException.usage(
          "model-retired",
          "The model "
              + name
              + " was retired on "
              + (model.retired() == null ? model.retires() : model.retired()),
          model.replacement() == null
              ? "choose another one: ccproxy models " + service.provider().id()
              : "use " + model.replacement() + " instead");
    }
    if (Boolean.FALSE.equals(model.tools())) {
      throw SetupException.usage(
          "model-without-tools",
          "The model "
              + name
              + " cannot call tools, and Claude Code sends tools with every request",
          "choose another one: ccproxy models " + service.provider().id());
    }
    return ModelChoice.direct(service, model.limitedTo(context, maxOutput));
  }

  private ModelChoice unlisted(Service service, String id, String typed) {
    Model model = Model.unknown(id).limitedTo(context, maxOutput);
    boolean keepSuffix =
        service.route() == Route.DIRECT && typed.endsWith(Model.LONG_CONTEXT_SUFFIX);
    return new ModelChoice(service, model, keepSuffix ? id + Model.LONG_CONTEXT_SUFFIX : id);
  }

  private SetupException unknown(String id) {
    List<String> known = new ArrayList<>();
    for (Service service : services) {
      for (Model model : service.provider().models()) {
        if (!model.isGone(today)) {
          known.add(model.id());
        }
      }
    }
    String provider = services.get(0).provider().id();
    String nearest = Nearest.of(id, known).map(n -> "did you mean " + n + "? ").orElse("");
    return SetupException.usage(
        "model-unknown",
        "No provider of this set-up lists a model \"" + id + "\"",
        nearest
            + "See ccproxy models "
            + provider
            + "; a model that is newer than the list is written "
            + provider
            + "/"
            + id);
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
