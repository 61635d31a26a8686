package dev.ccproxy.report;

import dev.ccproxy.catalog.Tier;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.config.ClientIdentity;
import dev.ccproxy.config.ClientLimits;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientModels;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import dev.ccproxy.redact.Secret;
import dev.ccproxy.redact.SecretNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client's settings with their origins as {@code ccproxy.config/1}. */
public final class ConfigReport {
  private ConfigReport() {}

  /**
   * The document.
   *
   * @param names the variables and keys that were asked for
   * @param values their values where they have one, by name
   */
  public static String json(
      Workspace workspace, List<String> names, Map<String, EffectiveValue> values) {
    ClientIdentity client = workspace.client();
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.config/1"));
    Map<String, Value> who = new LinkedHashMap<>();
    who.put("name", Value.of(client.kind().id()));
    who.put(
        "version", client.knownVersion().map(v -> Value.of(v.toString())).orElseGet(Failure::none));
    fields.put("client", new Value.Fields(who));
    List<Value> list = new ArrayList<>();
    for (String name : names) {
      list.add(value(name, values.get(name)));
    }
    fields.put("values", new Value.Items(list));
    List<Value> skipped = new ArrayList<>();
    boolean starts = true;
    for (SettingsFile file : workspace.settings().notInEffect()) {
      skipped.add(Value.of(file.file().shown()));
      starts &= !workspace.refusesToStart(file);
    }
    fields.put("notInEffect", new Value.Items(skipped));
    fields.put("starts", Value.of(starts));
    fields.put("request", request(workspace.clientRequest()));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  /** A value as it may be shown: of a credential its length and fingerprint. */
  public static String shown(String name, String value) {
    if (!SecretNames.matches(name) || value.isEmpty()) {
      return value;
    }
    Secret secret = new Secret(name, value);
    return "(" + value.length() + " characters, sha256:" + secret.fingerprint() + ")";
  }

  private static Value value(String name, @Nullable EffectiveValue value) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("name", Value.of(name));
    fields.put("value", value == null ? Failure.none() : Value.of(shown(name, value.value())));
    fields.put("origin", value == null ? Failure.none() : origin(value.origin()));
    List<Value> shadows = new ArrayList<>();
    if (value != null) {
      for (EffectiveValue.Candidate candidate : value.shadows()) {
        Map<String, Value> shadow = new LinkedHashMap<>();
        shadow.put("value", Value.of(shown(name, candidate.value())));
        shadow.put("origin", origin(candidate.origin()));
        shadows.add(new Value.Fields(shadow));
      }
    }
    fields.put("shadows", new Value.Items(shadows));
    return new Value.Fields(fields);
  }

  private static Value origin(Origin origin) {
    Place place = origin.place();
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("source", Value.of(origin.source().word()));
    fields.put("file", place == null ? Failure.none() : Value.of(place.shown()));
    fields.put("line", place == null ? Failure.none() : Value.of(place.line()));
    return new Value.Fields(fields);
  }

  private static Value request(ClientRequest request) {
    Map<String, Value> fields = new LinkedHashMap<>();
    String url = request.url().url();
    fields.put("url", url == null ? Failure.none() : Value.of(url));
    fields.put("cloud", request.cloud().map(c -> Value.of(c.name())).orElseGet(Failure::none));
    List<Value> headers = new ArrayList<>();
    for (ClientHeader header : request.headers()) {
      Map<String, Value> one = new LinkedHashMap<>();
      one.put("name", Value.of(header.name()));
      one.put("from", Value.of(header.from().word()));
      one.put(
          "value",
          header.value() == null
              ? Failure.none()
              : Value.of(shown("Authorization", header.value())));
      headers.add(new Value.Fields(one));
    }
    fields.put("headers", new Value.Items(headers));
    EffectiveValue variable = request.proxy().variable();
    fields.put(
        "proxy",
        request.proxy().isUsed() && variable != null ? Value.of(variable.name()) : Failure.none());
    List<Value> models = new ArrayList<>();
    ClientModels.LeftOut left = request.models().leftOut().orElse(null);
    for (ClientModel model : request.models().all()) {
      models.add(model(model, left != null && model.tier() == Tier.MAIN ? left.model() : null));
    }
    fields.put("models", new Value.Items(models));
    ClientLimits limits = request.limits();
    Map<String, Value> numbers = new LinkedHashMap<>();
    numbers.put("maxOutput", number(limits.output()));
    numbers.put("context", number(limits.context()));
    numbers.put("timeoutMs", Value.of(limits.timeoutMs()));
    numbers.put("retries", Value.of(limits.retries()));
    fields.put("limits", new Value.Fields(numbers));
    fields.put("thinking", Value.of(request.thinking()));
    return new Value.Fields(fields);
  }

  private static Value number(long number) {
    return number == 0 ? Failure.none() : Value.of(number);
  }

  private static Value model(ClientModel model, @Nullable ClientModel leftOut) {
    Map<String, Value> fields = new LinkedHashMap<>();
    EffectiveValue origin = model.origin();
    fields.put("tier", Value.of(model.tier().word()));
    fields.put("sent", Value.of(model.sent()));
    fields.put("longContext", Value.of(model.longContext()));
    fields.put("why", Value.of(model.why().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    fields.put("from", origin == null ? Failure.none() : Value.of(origin.name()));
    if (leftOut != null) {
      fields.put("leftOut", Value.of(leftOut.asked()));
    }
    return new Value.Fields(fields);
  }
}
