package dev.ccproxy.config;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the client keeps for itself and nobody edits: its state file {@code ~/.claude.json} and a
 * saved login. On macOS a login may lie in the keychain, where nobody looks for it here.
 */
public final class ClientState {
  private final @Nullable SourceFile stateFile;
  private final @Nullable SourceFile loginFile;

  private ClientState(@Nullable SourceFile stateFile, @Nullable SourceFile loginFile) {
    this.stateFile = stateFile;
    this.loginFile = loginFile;
  }

  /** Reads both; what cannot be read is part of the answer. */
  public static ClientState read(UserEnvironment environment) {
    SourceReader reader = new SourceReader(environment);
    Path folder = environment.clientFolder();
    // With CLAUDE_CONFIG_DIR the state file lies in that folder, otherwise beside it.
    Path home = environment.variable("CLAUDE_CONFIG_DIR").isPresent() ? folder : environment.home();
    return new ClientState(
        home == null ? null : reader.read(home.resolve(".claude.json"), SourceReader.Format.JSON),
        folder == null
            ? null
            : reader.read(folder.resolve(".credentials.json"), SourceReader.Format.JSON));
  }

  /** {@code ~/.claude.json}; empty without a home folder. */
  public Optional<SourceFile> stateFile() {
    return Optional.ofNullable(stateFile);
  }

  /** The file of a saved login; empty without a home folder. */
  public Optional<SourceFile> loginFile() {
    return Optional.ofNullable(loginFile);
  }

  /** Whether somebody logged in with a subscription. */
  public boolean hasLogin() {
    return !text(loginFile, NodePath.of("claudeAiOauth", "accessToken")).isEmpty();
  }

  /** Whether a login with the vendor's console left a key. */
  public boolean hasSavedKey() {
    return !text(stateFile, NodePath.of("primaryApiKey")).isEmpty();
  }

  /** Where that key stands. */
  public Optional<Place> savedKey() {
    if (stateFile == null || stateFile.document() == null) {
      return Optional.empty();
    }
    Node.Entry entry = Nodes.entry(stateFile.document().root(), "primaryApiKey");
    return entry == null
        ? Optional.empty()
        : Optional.of(Place.of(stateFile, stateFile.document(), entry.keySpan()));
  }

  private static String text(@Nullable SourceFile file, NodePath path) {
    SourceDocument document = file == null ? null : file.document();
    return document == null ? "" : document.text(path).orElse("");
  }
}
