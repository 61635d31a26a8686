package dev.ccproxy.report;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Explanation;
import dev.ccproxy.explain.Match;
import dev.ccproxy.explain.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Causes of an error text as {@code ccproxy.explain/1}, and pages of checks as {@code
 * ccproxy.page/1}.
 */
public final class ExplainReport {
  private ExplainReport() {}

  /** The document for what an input says. */
  public static String json(Explanation explanation) {
    Map<String, Value> input = new LinkedHashMap<>();
    input.put("bytes", number(explanation.bytes()));
    input.put("lines", number(explanation.lines()));
    input.put("form", Value.of(form(explanation)));
    input.put("complete", Value.of(explanation.complete()));
    List<Value> matches = new ArrayList<>();
    for (Match match : explanation.matches()) {
      matches.add(match(match));
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.explain/1"));
    fields.put("input", new Value.Fields(input));
    fields.put("matches", new Value.Items(matches));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  private static String form(Explanation explanation) {
    return switch (explanation.form()) {
      case TEXT -> "text";
      case BINARY -> "binary";
      case PACKED -> "packed";
    };
  }

  private static Value match(Match match) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put(
        "signature", match.signature() == null ? Failure.none() : Value.of(match.signature()));
    fields.put("layer", Value.of(match.layer().word()));
    fields.put("confidence", Value.of(match.confidence().word()));
    fields.put("cause", Value.of(match.cause()));
    fields.put("fix", Value.of(match.fix()));
    fields.put("check", match.check() == null ? Failure.none() : Value.of(match.check()));
    fields.put("status", match.status() == 0 ? Failure.none() : number(match.status()));
    fields.put("line", number(match.line()));
    fields.put("lastLine", number(match.lastLine()));
    fields.put("count", number(match.count()));
    fields.put("firstTime", text(match.firstTime()));
    fields.put("lastTime", text(match.lastTime()));
    fields.put("excerpt", Value.of(match.excerpt().text()));
    List<String> words = new ArrayList<>();
    List<Integer> marks = match.excerpt().marks();
    for (int i = 0; i + 1 < marks.size(); i += 2) {
      words.add(match.excerpt().text().substring(marks.get(i), marks.get(i + 1)));
    }
    fields.put("words", Value.ofStrings(words));
    fields.put("via", Value.ofStrings(match.via()));
    fields.put("reasons", Value.ofStrings(match.reasons()));
    fields.put("versions", text(match.versions()));
    fields.put("source", text(match.source()));
    fields.put("verified", Value.of(match.verified()));
    return new Value.Fields(fields);
  }

  /** The document for a page. */
  public static String page(String id, String slug, String title, String markdown) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.page/1"));
    fields.put("id", Value.of(id));
    fields.put("slug", Value.of(slug));
    fields.put("title", Value.of(title));
    fields.put("markdown", Value.of(markdown));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  /** All signatures, as {@code ccproxy.signatures/1}. */
  public static String list(List<Signature> signatures) {
    List<Value> items = new ArrayList<>();
    for (Signature signature : signatures) {
      Map<String, Value> fields = new LinkedHashMap<>();
      fields.put("id", Value.of(signature.id()));
      fields.put("layer", Value.of(signature.layer().word()));
      fields.put("layerBehindGateway", Value.of(signature.layerBehindGateway().word()));
      fields.put("confidence", Value.of(signature.confidence().word()));
      fields.put("words", Value.of(signature.words()));
      fields.put("cause", Value.of(signature.cause()));
      fields.put("fix", Value.of(signature.fix()));
      String check = signature.check();
      fields.put("check", check == null ? Failure.none() : Value.of(check));
      fields.put("versions", text(signature.versions()));
      fields.put("source", text(signature.source()));
      fields.put("verified", text(signature.verified()));
      fields.put("origin", Value.of(signature.origin()));
      items.add(new Value.Fields(fields));
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.signatures/1"));
    fields.put("signatures", new Value.Items(items));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  private static Value text(String text) {
    return text.isEmpty() ? Failure.none() : Value.of(text);
  }

  private static Value number(long number) {
    return new Value.Literal(Node.Kind.NUMBER, Long.toString(number));
  }
}
