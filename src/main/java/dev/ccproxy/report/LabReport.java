package dev.ccproxy.report;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What the lab can play, and what it is playing, for programs. */
public final class LabReport {
  private LabReport() {}

  /** {@code ccproxy.lab/1}: all personalities and all faults. */
  public static String json(List<Role> roles, List<KnownFault> faults) {
    List<Value> personalities = new ArrayList<>();
    for (Role role : roles) {
      personalities.add(role(role));
    }
    List<Value> list = new ArrayList<>();
    for (KnownFault fault : faults) {
      list.add(fault(fault, roles));
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.lab/1"));
    fields.put("personalities", new Value.Items(personalities));
    fields.put("faults", new Value.Items(list));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  /**
   * {@code ccproxy.lab-server/1}: a gateway that has just started.
   *
   * @param faults as the user named them
   */
  public static String server(LabGateway gateway, List<String> faults) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.lab-server/1"));
    fields.put("personality", Value.of(gateway.role().id()));
    fields.put("faults", Value.ofStrings(faults));
    fields.put("url", Value.of(gateway.url()));
    fields.put("baseUrl", Value.of(gateway.baseUrl()));
    fields.put("key", Value.of(gateway.key()));
    fields.put("models", Value.ofStrings(gateway.role().modelNames()));
    fields.put(
        "certificate",
        gateway.authorityPem().isPresent()
            ? Value.of(gateway.authorityPem().get())
            : Failure.none());
    return JsonText.write(new Value.Fields(fields), 2);
  }

  private static Value role(Role role) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("id", Value.of(role.id()));
    fields.put("title", Value.of(role.title()));
    fields.put("basePath", Value.of(role.basePath()));
    fields.put(
        "credential",
        Value.of(role.credential().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    fields.put("models", Value.ofStrings(role.modelNames()));
    fields.put("habits", Value.ofStrings(new ArrayList<>(new TreeSet<>(role.habits()))));
    return new Value.Fields(fields);
  }

  private static Value fault(KnownFault fault, List<Role> roles) {
    List<String> personalities = new ArrayList<>();
    for (Role role : roles) {
      if (fault.suits(role.id(), role.thinks())) {
        personalities.add(role.id());
      }
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("id", Value.of(fault.id()));
    fields.put("title", Value.of(fault.title()));
    fields.put("kind", Value.of(fault.kind().word()));
    fields.put("shows", Value.of(fault.shows().words()));
    fields.put("expects", Value.ofStrings(fault.expects()));
    fields.put("personalities", Value.ofStrings(personalities));
    return new Value.Fields(fields);
  }
}
