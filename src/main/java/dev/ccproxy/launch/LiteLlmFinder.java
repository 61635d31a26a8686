package dev.ccproxy.launch;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.config.UserEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the LiteLLM to start, and says no to the ones that must not be started. */
final class LiteLlmFinder {
  private final UserEnvironment environment;
  private final LiteLlmFacts facts;
  private final List<String> notes = new ArrayList<>();

  LiteLlmFinder(UserEnvironment environment, LiteLlmFacts facts) {
    this.environment = environment;
    this.facts = facts;
  }

  /** Sentences about what was found and not taken, or taken with a doubt. */
  List<String> notes() {
    return notes;
  }

  /**
   * The one that was named.
   *
   * @param typed its command, or the folder of its virtual environment
   * @throws LaunchException when it is none, or must not be started
   */
  LiteLlm named(String typed) throws LaunchException {
    Path path = environment.resolve(typed);
    if (Files.isDirectory(path)) {
      Path inVenv = path.resolve(binaries()).resolve(program());
      path = Files.exists(inVenv) ? inVenv : path.resolve(program());
    }
    if (!isProgram(path)) {
      throw new LaunchException(
          "litellm-not-found",
          typed + " is no LiteLLM that can be started",
          "name the litellm command, or the virtual environment that holds it, with --litellm");
    }
    LiteLlm found = LiteLlm.of(path, environment, facts);
    String objection = objection(found);
    if (objection != null) {
      throw refused(List.of(objection), found);
    }
    if (found.version() == null) {
      notes.add("The release of " + show(found) + " cannot be told without running it.");
    }
    judge(found);
    return found;
  }

  /**
   * The first usable one of: {@code .venv} and {@code venv} in this folder, PATH, our private one.
   *
   * @param folder of the gateway's configuration
   * @param own our private one, there or not; null where there is no place for it
   * @return empty where there is none at all
   * @throws LaunchException when there are some and none may be started
   */
  Optional<LiteLlm> find(Path folder, @Nullable Path own) throws LaunchException {
    Set<Path> candidates = new LinkedHashSet<>();
    for (Path place : new LinkedHashSet<>(List.of(folder, environment.workingDirectory()))) {
      for (String venv : new String[] {".venv", "venv"}) {
        candidates.add(place.resolve(venv).resolve(binaries()).resolve(program()));
      }
    }
    environment.onPath("litellm").ifPresent(candidates::add);
    if (own != null) {
      candidates.add(own);
    }
    List<String> objections = new ArrayList<>();
    LiteLlm refused = null;
    for (Path candidate : candidates) {
      if (!isProgram(candidate)) {
        continue;
      }
      LiteLlm found = LiteLlm.of(candidate, environment, facts);
      String objection = objection(found);
      if (objection == null && found.version() == null) {
        objection =
            show(found)
                + " does not tell its release without being run (a shim of a version manager?)";
      }
      if (objection == null) {
        for (String other : objections) {
          notes.add(other + "; it is not used.");
        }
        judge(found);
        return Optional.of(found);
      }
      objections.add(objection);
      refused = refused == null || found.trojaned() ? found : refused;
    }
    if (refused != null) {
      throw refused(objections, refused);
    }
    return Optional.empty();
  }

  private void judge(LiteLlm found) {
    Version version = found.version();
    if (version != null && facts.isOutdated(version)) {
      notes.add(
          show(found)
              + " is older than "
              + facts.minimumUseful()
              + ", the first release that keeps what the client sends: expect faults that are"
              + " LiteLLM's.");
    }
  }

  private @Nullable String objection(LiteLlm found) {
    Version version = found.version();
    if (found.trojaned() || (version != null && facts.isMalicious(version))) {
      return show(found) + " is one of the releases that were published with malicious code";
    }
    if (version != null && facts.isUnsafe(version)) {
      return show(found)
          + " has known security holes; "
          + facts.minimumSafe()
          + " is the first release without them";
    }
    return null;
  }

  private LaunchException refused(List<String> objections, LiteLlm found) {
    Version version = found.version();
    boolean malicious = found.trojaned() || (version != null && facts.isMalicious(version));
    return new LaunchException(
        malicious ? "litellm-malicious" : version == null ? "litellm-unknown" : "litellm-unsafe",
        String.join("; ", objections),
        malicious
            ? "remove it, and replace every key that this machine holds: that code has sent them"
                + " away"
            : "run ccproxy up --upgrade for a private one of ours, or name another with --litellm"
                + " PATH");
  }

  private String show(LiteLlm found) {
    Version version = found.version();
    return "LiteLLM"
        + (version == null ? "" : " " + version)
        + " at "
        + environment.shorten(found.program());
  }

  private String binaries() {
    return environment.windows() ? "Scripts" : "bin";
  }

  private String program() {
    return environment.windows() ? "litellm.exe" : "litellm";
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
