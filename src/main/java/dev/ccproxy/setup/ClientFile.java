package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ShellWord;
import dev.ccproxy.config.StartCommand;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.render.Templates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file from which the client takes its variables: a settings file or an env file, there already
 * or to be made.
 */
final class ClientFile {
  private static final NodePath ENV = NodePath.of("env");

  private final boolean settings;
  private final boolean sourced;
  private final SourceDocument document;
  private final List<Change> repairs;
  private final List<String> notes;

  private ClientFile(
      boolean settings,
      boolean sourced,
      SourceDocument document,
      List<Change> repairs,
      List<String> notes) {
    this.settings = settings;
    this.sourced = sourced;
    this.document = document;
    this.repairs = repairs;
    this.notes = notes;
  }

  /**
   * A settings file.
   *
   * @param bytes its content; null where it is to be made
   * @param mayRepair whether what makes the client skip the file may be put right
   * @throws SetupException when it cannot be parsed, or would be skipped and may not be repaired
   */
  static ClientFile settings(
      String name, byte @Nullable [] bytes, boolean mayRepair, Templates templates)
      throws SetupException {
    try {
      if (bytes == null) {
        JsonDocument fresh = JsonDocument.parse(name, templates.fill("settings.json", Map.of()));
        return new ClientFile(true, false, fresh, List.of(), List.of());
      }
      JsonDocument found = JsonDocument.parse(name, bytes);
      if (!(found.root() instanceof Node.Mapping)) {
        throw SetupException.inFile(
            "settings-not-an-object",
            name,
            1,
            1,
            "Settings must be an object in braces, so the client skips this file",
            "put the content into { }, then run again");
      }
      SettingsRepair.Defect defect = SettingsRepair.firstDefect(found).orElse(null);
      if (defect == null) {
        return new ClientFile(true, false, found, List.of(), List.of());
      }
      String where = name + ":" + defect.place();
      if (!mayRepair) {
        throw SetupException.inFile(
                "settings-would-be-skipped",
                name,
                defect.place().line(),
                defect.place().column(),
                "Claude Code skips this whole file because of "
                    + defect.what()
                    + ", so nothing in it is in effect",
                "put it right, or add --yes to have it repaired as part of the change")
            .asUsage();
      }
      List<Change> repairs = SettingsRepair.typeChanges(found);
      JsonDocument strict = Documents.strict(found);
      return new ClientFile(
          true,
          true,
          strict,
          repairs,
          List.of(
              "Claude Code skipped the whole file "
                  + where
                  + " because of "
                  + defect.what()
                  + "; the change repairs that."));
    } catch (DocumentException e) {
      throw Documents.unreadable(e);
    }
  }

  /**
   * An env file.
   *
   * @param bytes its content; null where it is to be made
   * @param path as it is sourced, for the template's comment
   * @param sourced whether a shell reads it; claude-code-haha reads its own in another way
   */
  static ClientFile env(
      String name, byte @Nullable [] bytes, String path, boolean sourced, Templates templates)
      throws SetupException {
    EnvDocument document = Documents.env(name, bytes, "env", Map.of("path", path), templates);
    return new ClientFile(
        false, sourced, document, List.of(), sourced ? Documents.shellNotes(document) : List.of());
  }

  /** The file of a target. */
  static ClientFile of(
      ClientTarget target,
      Path file,
      byte @Nullable [] bytes,
      UserEnvironment environment,
      boolean mayRepair,
      Templates templates)
      throws SetupException {
    String shown = environment.shorten(file);
    return target.env()
        ? env(
            shown,
            bytes,
            ShellWord.of(StartCommand.sourced(shown)),
            target.client() != ClientKind.HAHA,
            templates)
        : settings(shown, bytes, mayRepair, templates);
  }

  /** Whether it is a settings file. */
  boolean isSettings() {
    return settings;
  }

  /** The parsed file as it is. */
  SourceDocument document() {
    return document;
  }

  /** Sentences for the user about what was found. */
  List<String> notes() {
    return notes;
  }

  /** The client's variables that it holds. */
  Map<String, String> variables() {
    return Documents.texts(settings ? document.find(ENV).orElse(null) : document.root());
  }

  /** Where a variable stands in it. */
  NodePath path(String variable) {
    return settings ? ENV.key(variable) : NodePath.of(variable);
  }

  /**
   * The file with the new set-up in it.
   *
   * @param wanted variables, in the order in which new ones are written
   * @param credential null where another file carries it; then this one is cleared of any
   */
  byte[] with(
      Setup setup,
      Map<String, String> wanted,
      @Nullable Credential credential,
      Catalog catalog,
      UserEnvironment environment)
      throws SetupException {
    Map<String, String> old = variables();
    Map<String, String> variables = new LinkedHashMap<>(wanted);
    keepStricterLimits(old, variables);
    cancelExportedSwitches(environment, variables);
    StaleSettings stale = new StaleSettings(old, variables, setup);
    if (stale.fableIsStale()) {
      variables.put(StaleSettings.FABLE, setup.model(Tier.OPUS).clientName());
    }
    List<Change> changes = new ArrayList<>(repairs);
    changes.addAll(set(variables));
    for (String variable : stale.variables(catalog)) {
      changes.add(new Change.Remove(path(variable)));
    }
    String headers = stale.headersForNewAddress();
    if (headers != null) {
      NodePath place = path("ANTHROPIC_CUSTOM_HEADERS");
      changes.add(
          headers.isEmpty() ? new Change.Remove(place) : new Change.Set(place, Value.of(headers)));
    }
    if (settings) {
      changes.addAll(stale.overrides(document, ClientVariables.modelOverrides(setup)));
      // Auto mode asks the endpoint to judge actions, which nobody but the client's vendor can
      // answer.
      changes.add(new Change.Set(NodePath.of("disableAutoMode"), Value.of("disable")));
    }
    changes.addAll(credentialChanges(credential));
    return apply(changes);
  }

  /**
   * The file with nothing but the credential put in: the private half of a set-up in a shared file.
   */
  byte[] withCredential(Credential credential) throws SetupException {
    List<Change> changes = new ArrayList<>(repairs);
    changes.addAll(credentialChanges(credential));
    return apply(changes);
  }

  /** The file with these changes, fit for its reader. */
  byte[] apply(List<Change> changes) throws SetupException {
    SourceDocument after = Documents.apply(document, changes);
    return sourced ? Documents.forShell(after.source()) : after.source().encode();
  }

  /** Sets variables. */
  List<Change> set(Map<String, String> variables) {
    List<Change> changes = new ArrayList<>();
    variables.forEach(
        (variable, value) -> changes.add(new Change.Set(path(variable), Value.of(value))));
    return changes;
  }

  private List<Change> credentialChanges(@Nullable Credential credential) {
    List<Change> changes = new ArrayList<>();
    if (credential == null) {
      for (String variable : new String[] {Credential.TOKEN, Credential.API_KEY}) {
        changes.add(new Change.Remove(path(variable)));
      }
    } else {
      changes.add(new Change.Set(path(credential.variable()), Value.of(credential.value())));
      changes.add(new Change.Set(path(credential.otherVariable()), Value.of("")));
    }
    if (settings) {
      NodePath helper = NodePath.of("apiKeyHelper");
      String command = credential == null ? null : credential.helper();
      changes.add(
          command == null ? new Change.Remove(helper) : new Change.Set(helper, Value.of(command)));
    }
    return changes;
  }

  /** A user who set a lower limit for the same model had a reason. */
  private static void keepStricterLimits(Map<String, String> old, Map<String, String> wanted) {
    if (!StaleSettings.sameModels(old, wanted)) {
      return;
    }
    for (String limit :
        new String[] {"CLAUDE_CODE_MAX_OUTPUT_TOKENS", "CLAUDE_CODE_MAX_CONTEXT_TOKENS"}) {
      String was = old.get(limit);
      Long before = was == null ? null : StaleSettings.number(was);
      Long now = StaleSettings.number(wanted.getOrDefault(limit, ""));
      if (was != null && before != null && now != null && before > 0 && before < now) {
        wanted.put(limit, was);
      }
    }
  }

  /**
   * An exported switch would send the client elsewhere; an empty value in a settings file cancels
   * it.
   */
  private static void cancelExportedSwitches(
      UserEnvironment environment, Map<String, String> wanted) {
    for (String name : ClientRequest.CLOUD_SWITCHES) {
      if (environment.variable(name).isPresent()) {
        wanted.put(name, "");
      }
    }
  }
}
