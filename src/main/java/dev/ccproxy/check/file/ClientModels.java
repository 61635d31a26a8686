package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.Deployment;
import java.util.ArrayList;
import java.util.List;

/** The names of models that the client is going to ask its gateway for. */
final class ClientModels {
  private final List<String> names = new ArrayList<>();

  ClientModels(Gateway gateway) {
    if (!gateway.isUsedByClient()) {
      return;
    }
    dev.ccproxy.config.ClientModels models = gateway.scene().workspace().clientRequest().models();
    for (ClientModel model : models.all()) {
      add(model);
    }
    add(models.background());
    gateway.scene().workspace().settings().modelOverrides().values().forEach(this::add);
  }

  private void add(ClientModel model) {
    if (model.isChosen()) {
      add(model.sent());
    }
  }

  private void add(String name) {
    String plain = Model.withoutSuffix(name);
    if (!plain.isEmpty() && !names.contains(plain)) {
      names.add(plain);
    }
  }

  /** Whether nothing is known about what is asked for. */
  boolean isUnknown() {
    return names.isEmpty();
  }

  /** Whether a deployment answers one of them. */
  boolean ask(Deployment deployment) {
    for (String name : names) {
      if (matches(deployment.name(), name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a {@code model_name}, wildcards honoured, answers a name. */
  static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(name);
    }
    String head = pattern.substring(0, star);
    String tail = pattern.substring(star + 1);
    return name.length() >= head.length() + tail.length()
        && name.startsWith(head)
        && (tail.indexOf('*') >= 0 || name.endsWith(tail));
  }
}
