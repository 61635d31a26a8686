package dev.ccproxy.config;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client has when it starts: the {@code env} blocks of its settings files over the
 * variables of the shell, variable by variable, the stronger file first. A settings file beats the
 * shell ({@code claude-code.md} 2.2).
 */
public final class ClientSettings {
  private final List<SettingsFile> files;
  private final Map<String, String> shell;
  private final @Nullable SourceFile dotenv;

  /**
   * @param files the strongest first, those that do not exist included
   * @param dotenv what the launcher of claude-code-haha reads; null for other clients
   */
  ClientSettings(List<SettingsFile> files, Map<String, String> shell, @Nullable SourceFile dotenv) {
    this.files = List.copyOf(files);
    this.shell = Map.copyOf(shell);
    this.dotenv = dotenv;
  }

  /** The settings files, the strongest first, those that do not exist included. */
  public List<SettingsFile> files() {
    return files;
  }

  /** Files that are there and of which the client takes nothing. */
  public List<SettingsFile> notInEffect() {
    List<SettingsFile> without = new ArrayList<>();
    for (SettingsFile file : files) {
      if (file.file().exists() && !file.isInEffect()) {
        without.add(file);
      }
    }
    return without;
  }

  /** The {@code .env} of claude-code-haha; empty for other clients. */
  public Optional<SourceFile> dotenv() {
    return Optional.ofNullable(dotenv);
  }

  /** The variable as the client has it; empty where nobody sets it. */
  public Optional<EffectiveValue> variable(String name) {
    List<EffectiveValue.Candidate> found = new ArrayList<>();
    if (!isLeftToHost(name)) {
      for (SettingsFile file : files) {
        Node.Entry entry = file.env().get(name);
        if (entry != null) {
          found.add(
              new EffectiveValue.Candidate(
                  coerced(entry.value()), new Origin(file.source(), file.place(entry))));
        }
      }
    }
    String exported = shell.get(name);
    if (exported != null) {
      found.add(new EffectiveValue.Candidate(exported, Origin.OF_SHELL));
    }
    EffectiveValue.Candidate fromDotenv = fromDotenv(name);
    if (fromDotenv != null) {
      found.add(fromDotenv);
    }
    return winner(name, found);
  }

  /**
   * The text that the client makes of a value that is no string: as JavaScript would write it, so
   * null does not cancel anything ({@code claude-code.md} 2.2; measured).
   */
  private static String coerced(Node value) {
    if (value instanceof Node.Scalar scalar) {
      return scalar.kind() == Node.Kind.NUMBER ? JavaScript.number(scalar.value()) : scalar.value();
    }
    if (value instanceof Node.Sequence sequence) {
      StringBuilder out = new StringBuilder();
      for (Node item : sequence.items()) {
        out.append(out.length() == 0 ? "" : ",").append(coerced(item));
      }
      return out.toString();
    }
    return "[object Object]";
  }

  /**
   * Whether a program around the client keeps this variable for itself: then what settings files
   * say about address, credential and models does not count.
   */
  private boolean isLeftToHost(String name) {
    return ClientRequest.isOn(shell.getOrDefault("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", ""))
        && (name.startsWith("ANTHROPIC_")
            || name.startsWith("CLAUDE_CODE_USE_")
            || name.equals("CLAUDE_CODE_SUBAGENT_MODEL"));
  }

  private EffectiveValue.@Nullable Candidate fromDotenv(String name) {
    SourceDocument document = dotenv == null ? null : dotenv.document();
    if (dotenv == null || document == null) {
      return null;
    }
    Node.Entry entry = Nodes.entry(document.root(), name);
    return entry != null && entry.value() instanceof Node.Scalar scalar
        ? new EffectiveValue.Candidate(
            scalar.value(),
            new Origin(Origin.Source.DOTENV, Place.of(dotenv, document, entry.keySpan())))
        : null;
  }

  /** The variable's value where it is set to something: an empty value is as good as none. */
  public Optional<EffectiveValue> set(String name) {
    return variable(name).filter(v -> !v.value().isEmpty());
  }

  /** As {@link #set}, the text alone; empty where there is none. */
  public String text(String name) {
    return set(name).map(EffectiveValue::value).orElse("");
  }

  /** A key of the settings files themselves ({@code model}, {@code apiKeyHelper}); scalars only. */
  public Optional<EffectiveValue> key(String name) {
    List<EffectiveValue.Candidate> found = new ArrayList<>();
    for (SettingsFile file : files) {
      if (file.node(name).orElse(null) instanceof Node.Scalar scalar) {
        found.add(
            new EffectiveValue.Candidate(
                scalar.value(), new Origin(file.source(), file.place(scalar))));
      }
    }
    return winner(name, found);
  }

  /** {@code modelOverrides} of all files together: Claude's id to that of the gateway. */
  public Map<String, String> modelOverrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    for (SettingsFile file : files) {
      if (file.node("modelOverrides").orElse(null) instanceof Node.Mapping mapping) {
        for (Node.Entry entry : mapping.entries()) {
          if (entry.value() instanceof Node.Scalar scalar) {
            overrides.putIfAbsent(entry.key(), scalar.value());
          }
        }
      }
    }
    return overrides;
  }

  /**
   * The id under which the client knows the model that it asks for: Claude's own where {@code
   * modelOverrides} gives the other for it.
   */
  public String knownAs(String sent) {
    for (Map.Entry<String, String> override : modelOverrides().entrySet()) {
      if (Model.withoutSuffix(override.getValue()).equals(sent)) {
        return override.getKey();
      }
    }
    return sent;
  }

  private static Optional<EffectiveValue> winner(
      String name, List<EffectiveValue.Candidate> found) {
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EffectiveValue(
                name, found.get(0).value(), found.get(0).origin(), found.subList(1, found.size())));
  }

  /** Every variable that any source sets, those of the strongest source first. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (SettingsFile file : files) {
      names.addAll(file.env().keySet());
    }
    names.addAll(shell.keySet());
    if (dotenv != null
        && dotenv.document() != null
        && dotenv.document().root() instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        names.add(entry.key());
      }
    }
    return names;
  }
}
