package dev.ccproxy.probe;

import dev.ccproxy.document.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises what answers at an endpoint by requests that cost nothing and carry no key ({@code
 * gateways.md} 6): signs and their order stand in {@code gateways.json}, dated. At most one request
 * per path; the search ends at the first sign that belongs to one program alone. {@code /health} is
 * asked only of what is not LiteLLM, where it would cost a call to every model.
 *
 * <p>Answers to other requests teach too: give them to {@link #learn}. Not thread-safe.
 */
public final class Recognition {
  private static final String RESOURCE = "gateways.json";
  private static final int LONGEST = 200;

  /** Asks for a path below the base without any credential. */
  @FunctionalInterface
  public interface Ask {
    /** The answer; one with a failure where none came. */
    Answer get(String path);
  }

  private final Value data;
  private final Map<String, Answer> seen = new LinkedHashMap<>();
  private final List<Answer> others = new ArrayList<>();

  /** Nothing is known yet. */
  public Recognition() {
    data = read();
  }

  private static Value read() {
    try (InputStream in = Recognition.class.getResourceAsStream(RESOURCE)) {
      Value read = in == null ? null : BoundedJson.parse(in.readAllBytes());
      if (read == null) {
        throw new IllegalStateException(RESOURCE + " is not packaged");
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When the signs were looked at last, {@code yyyy-mm-dd}. */
  public String verified() {
    return BoundedJson.text(data, "verified");
  }

  /** Takes an answer to any request to the endpoint: its head may name the program. */
  public void learn(Answer answer) {
    others.add(answer);
  }

  /** Takes the answer to a GET of a path below the base, so that it is not asked again. */
  public void learn(String path, Answer answer) {
    seen.put(path, answer);
  }

  /** What is known without asking anything more. */
  public Gateway known() {
    Gateway weak = Gateway.UNKNOWN;
    for (Value program : BoundedJson.items(BoundedJson.field(data, "gateways"))) {
      Gateway found = program(program);
      if (found != null && found.sure()) {
        return found;
      }
      weak = found != null && !weak.isKnown() ? found : weak;
    }
    return weak;
  }

  /** Asks until something is recognised or nothing is left to ask. */
  public Gateway run(Ask ask) {
    for (Value path : BoundedJson.items(BoundedJson.field(data, "order"))) {
      if (known().sure()) {
        break;
      }
      if (!get(BoundedJson.text(path), ask)) {
        return known();
      }
    }
    Gateway found = known();
    for (Value program : BoundedJson.items(BoundedJson.field(data, "gateways"))) {
      if (found.version().isEmpty() && BoundedJson.text(program, "kind").equals(found.kind())) {
        for (Value sign : BoundedJson.items(BoundedJson.field(program, "signs"))) {
          String path = BoundedJson.text(sign, "path");
          if (BoundedJson.field(sign, "version") != null && !path.isEmpty()) {
            get(path, ask);
          }
        }
      }
    }
    return known();
  }

  /** False where nobody answers, so that asking on is of no use. */
  private boolean get(String path, Ask ask) {
    Answer answer = seen.get(path);
    if (answer == null) {
      answer = ask.get(path);
      seen.put(path, answer);
    }
    return answer.hasHead();
  }

  private @Nullable Gateway program(Value program) {
    Value best = null;
    boolean sure = false;
    String version = "";
    String upstream = "";
    String evidence = "";
    for (Value sign : BoundedJson.items(BoundedJson.field(program, "signs"))) {
      boolean after = BoundedJson.isTrue(BoundedJson.field(sign, "after"));
      for (Answer answer : answers(sign)) {
        if ((after && best == null) || !matches(sign, answer)) {
          continue;
        }
        best = sign;
        sure |= BoundedJson.isTrue(BoundedJson.field(sign, "sure"));
        evidence = evidence.isEmpty() ? evidence(sign, answer) : evidence;
        version = version.isEmpty() ? version(sign, answer) : version;
        String named = BoundedJson.text(sign, "upstream");
        if (!named.isEmpty()) {
          upstream = Bounded.line(BoundedJson.text(at(json(answer), named)), LONGEST);
        }
      }
    }
    if (best == null) {
      return null;
    }
    List<String> traits = new ArrayList<>();
    for (Value trait : BoundedJson.items(BoundedJson.field(program, "traits"))) {
      traits.add(BoundedJson.text(trait));
    }
    return new Gateway(
        BoundedJson.text(program, "kind"),
        BoundedJson.text(program, "title"),
        version,
        sure,
        evidence,
        Gateway.traits(traits),
        upstream);
  }

  private List<Answer> answers(Value sign) {
    String path = BoundedJson.text(sign, "path");
    if (path.isEmpty()) {
      List<Answer> all = new ArrayList<>(others);
      all.addAll(seen.values());
      return all;
    }
    Answer answer = seen.get(path);
    return answer == null ? List.of() : List.of(answer);
  }

  private boolean matches(Value sign, Answer answer) {
    if (!answer.hasHead()) {
      return false;
    }
    String header = BoundedJson.text(sign, "header");
    String path = BoundedJson.text(sign, "path");
    if (!header.isEmpty()) {
      String value = answer.header(header);
      String wanted = BoundedJson.text(sign, path.isEmpty() ? "equals" : "equalsHeader");
      if (value.isEmpty() || !(wanted.isEmpty() || value.equals(wanted))) {
        return false;
      }
    }
    if (BoundedJson.isTrue(BoundedJson.field(sign, "rootMissing"))) {
      Answer root = seen.get("/");
      if (root == null || root.status() != 404) {
        return false;
      }
    }
    if (path.isEmpty()) {
      return true;
    }
    return answer.status() == 200 && body(sign, answer);
  }

  private static boolean body(Value sign, Answer answer) {
    String text = BoundedJson.text(sign, "text");
    String contains = BoundedJson.text(sign, "contains");
    if (!text.isEmpty() || !contains.isEmpty()) {
      String start = answer.body().text(16 * 1024);
      return text.isEmpty() ? start.contains(contains) : start.strip().equals(text);
    }
    Value body = json(answer);
    Value field = at(body, BoundedJson.text(sign, "field"));
    String with = BoundedJson.text(sign, "with");
    if (field == null || !(with.isEmpty() || at(body, with) != null)) {
      return false;
    }
    if (BoundedJson.isTrue(BoundedJson.field(sign, "only"))
        && !(body instanceof Value.Fields object && object.fields().size() == 1)) {
      return false;
    }
    String value = BoundedJson.text(field);
    String equal = BoundedJson.text(sign, "equals");
    String prefix = BoundedJson.text(sign, "prefix");
    return (equal.isEmpty() || value.equals(equal)) && value.startsWith(prefix);
  }

  private static String version(Value sign, Answer answer) {
    String from = BoundedJson.text(sign, "version");
    String found =
        switch (from) {
          case "" -> "";
          case "header" -> answer.header(BoundedJson.text(sign, "header"));
          default -> BoundedJson.text(at(json(answer), BoundedJson.text(sign, "field")));
        };
    if (from.equals("v")) {
      found = found.substring(found.lastIndexOf(" v") + 2);
    }
    return plainVersion(found);
  }

  /** A version as people write it; "" for anything else that a server may say there. */
  private static String plainVersion(String text) {
    boolean plain = !text.isEmpty() && text.length() <= 40;
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      plain =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || ".+-_".indexOf(c) >= 0;
    }
    return plain ? text : "";
  }

  private static String evidence(Value sign, Answer answer) {
    String path = BoundedJson.text(sign, "path");
    String header = BoundedJson.text(sign, "header");
    if (path.isEmpty()) {
      return "header " + header + ": " + Bounded.line(answer.header(header), LONGEST);
    }
    return "GET "
        + answer.request().target()
        + " -> "
        + answer.status()
        + " "
        + Bounded.line(answer.body().text(LONGEST), LONGEST);
  }

  private static @Nullable Value json(Answer answer) {
    return BoundedJson.parse(answer.body().bytes());
  }

  /** A value by the names of nested fields with dots between them. */
  private static @Nullable Value at(@Nullable Value value, String names) {
    Value out = value;
    int start = 0;
    while (start <= names.length() && out != null) {
      int dot = names.indexOf('.', start);
      int end = dot < 0 ? names.length() : dot;
      out = BoundedJson.field(out, names.substring(start, end));
      start = end + 1;
    }
    return out;
  }
}
