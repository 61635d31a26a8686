package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.Secret;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of a set-up. Every key that is found is made known to the redactor before anything
 * else happens.
 */
final class Keys {
  /** Random bytes of a new master key. */
  private static final int MASTER_KEY_BYTES = 32;

  private final Catalog catalog;
  private final UserEnvironment environment;
  private final KeySource source;
  private final Redactor redactor;
  private final Supplier<SecureRandom> random;

  Keys(
      Catalog catalog,
      UserEnvironment environment,
      KeySource source,
      Redactor redactor,
      Supplier<SecureRandom> random) {
    this.catalog = catalog;
    this.environment = environment;
    this.source = source;
    this.redactor = redactor;
    this.random = random;
  }

  /**
   * The key of a provider: from {@code --key-file}, its variable, a file of an earlier run, or the
   * person at the terminal, in this order.
   *
   * @param keyFile what {@code --key-file} said; null where it said nothing
   * @param earlier what a file of an earlier run holds
   * @return empty where there is none yet
   */
  Optional<Secret> provider(Provider provider, @Nullable String keyFile, @Nullable String earlier)
      throws SetupException {
    Provider.Key key = provider.key();
    if (keyFile != null) {
      return Optional.of(
          checked(provider, fromFile(keyFile), keyFile.equals("-") ? "standard input" : keyFile));
    }
    if (key.value() != null) {
      return Optional.of(new Secret(key.variable(), key.value()));
    }
    Optional<String> exported = environment.variable(key.variable());
    if (exported.isPresent()) {
      return Optional.of(checked(provider, exported.get(), "the variable " + key.variable()));
    }
    if (earlier != null && !earlier.isEmpty()) {
      redactor.learn(key.variable(), earlier);
      return Optional.of(new Secret(key.variable(), earlier));
    }
    if (key.isNeeded()) {
      Secret typed = source.ask(key.variable(), provider.title());
      if (typed != null) {
        return Optional.of(checked(provider, typed.reveal(), "the terminal"));
      }
    }
    return Optional.empty();
  }

  /** The key for a gateway that somebody else runs. */
  Optional<Secret> foreignGateway(@Nullable String keyFile, @Nullable String earlier)
      throws SetupException {
    String name = "LITELLM_API_KEY";
    if (keyFile != null) {
      return Optional.of(form(name, fromFile(keyFile), keyFile));
    }
    for (String variable : new String[] {name, "LITELLM_MASTER_KEY"}) {
      Optional<String> exported = environment.variable(variable);
      if (exported.isPresent()) {
        return Optional.of(form(variable, exported.get(), "the variable " + variable));
      }
    }
    if (earlier != null && !earlier.isEmpty()) {
      redactor.learn(name, earlier);
      return Optional.of(new Secret(name, earlier));
    }
    Secret typed = source.ask(name, "the gateway");
    return typed == null
        ? Optional.empty()
        : Optional.of(form(name, typed.reveal(), "the terminal"));
  }

  /**
   * The master key of our gateway: the exported one, that of an earlier run, or a new one. One that
   * everybody knows is not taken, because LiteLLM refuses to start with it.
   *
   * @param variable in which the gateway's configuration looks for it
   */
  Secret master(String variable, Map<String, String> gatewayVariables, LiteLlmFacts facts)
      throws SetupException {
    for (String candidate :
        new String[] {environment.variables().get(variable), gatewayVariables.get(variable)}) {
      if (candidate != null
          && !candidate.isEmpty()
          && !facts.publicMasterKeys().contains(candidate)) {
        return form(variable, candidate, "the variable " + variable);
      }
    }
    byte[] bytes = new byte[MASTER_KEY_BYTES];
    random.get().nextBytes(bytes);
    return form(
        variable,
        "sk-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        "the random generator");
  }

  private Secret checked(Provider provider, String key, String from) throws SetupException {
    Secret secret = form(provider.key().variable(), key, from);
    // A translator in front of others takes the key of whoever is behind it.
    if (!provider.isCustom() && provider.kind() != Provider.Kind.PROXY) {
      KeyRules.checkVendor(key, provider, from, catalog);
    }
    return secret;
  }

  private Secret form(String name, String key, String from) throws SetupException {
    redactor.learn(name, key);
    KeyRules.checkForm(key, from);
    return new Secret(name, key);
  }

  private String fromFile(String keyFile) throws SetupException {
    String content;
    try {
      content = source.read(keyFile);
    } catch (IOException e) {
      throw SetupException.inFile(
          "key-file-unreadable",
          keyFile,
          null,
          null,
          "The key file cannot be read",
          "check the path and its permissions");
    }
    // Every editor ends a file with a line break; it is no part of the key.
    String key = content.strip();
    if (key.isEmpty()) {
      throw SetupException.inFile(
          "key-file-empty",
          keyFile,
          null,
          null,
          "The key file holds no key",
          "write the bare key into it");
    }
    return key;
  }
}
