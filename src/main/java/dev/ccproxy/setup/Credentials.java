package dev.ccproxy.setup;

import dev.ccproxy.config.ShellWord;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides with what the client proves itself, and which variables the gateway needs for that. */
final class Credentials {
  private static final String FOREIGN_KEY = "LITELLM_API_KEY";

  private final UserEnvironment environment;
  private final Keys keys;
  private final List<String> missing = new ArrayList<>();

  Credentials(UserEnvironment environment, Keys keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /** Sentences that say which key is missing and where it goes. */
  List<String> missing() {
    return missing;
  }

  /**
   * The keys of the providers behind our gateway.
   *
   * @param there variables that {@code litellm.env} sets already
   * @param shownFile name of that file for the user
   */
  Map<String, String> providerKeys(
      Setup setup, Map<String, String> keyFiles, Map<String, String> there, String shownFile)
      throws SetupException {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Service service : setup.services()) {
      String variable = service.keyVariable();
      Optional<Secret> key =
          keys.provider(service.provider(), keyFiles.get(service.asked()), there.get(variable));
      if (key.isPresent()) {
        wanted.put(variable, key.get().reveal());
      } else if (service.provider().key().optional()) {
        wanted.put(variable, Credential.NOT_NEEDED);
      } else {
        missing.add(
            "The key of "
                + service.provider().title()
                + " is missing: add a line "
                + variable
                + "=... to "
                + shownFile
                + " (or export "
                + variable
                + " and run the same command again).");
      }
    }
    return wanted;
  }

  /** For a gateway that somebody else runs. */
  Credential foreignGateway(
      SetupRequest request, @Nullable String keyFile, @Nullable String earlier, String shownFile)
      throws SetupException {
    if (request.keyPlace() == KeyPlace.HELPER) {
      return new Credential(Credential.TOKEN, "", helper(keyFile, FOREIGN_KEY));
    }
    Optional<Secret> key = keys.foreignGateway(keyFile, earlier);
    if (key.isEmpty()) {
      missing.add(
          missingInClient("The key of the gateway", FOREIGN_KEY, Credential.TOKEN, shownFile));
    }
    return new Credential(
        Credential.TOKEN, key.map(Secret::reveal).orElse(Credential.MISSING + FOREIGN_KEY), null);
  }

  /** For the endpoint of a provider. */
  Credential direct(
      Service service,
      SetupRequest request,
      @Nullable String keyFile,
      @Nullable String earlier,
      String shownFile)
      throws SetupException {
    String variable = variable(service);
    String keyVariable = service.keyVariable();
    boolean fixed = service.provider().key().value() != null && keyFile == null;
    if (request.keyPlace() == KeyPlace.HELPER && !fixed) {
      return new Credential(variable, "", helper(keyFile, keyVariable));
    }
    Optional<Secret> key = keys.provider(service.provider(), keyFile, earlier);
    if (key.isPresent()) {
      return new Credential(variable, key.get().reveal(), null);
    }
    if (service.provider().key().optional()) {
      return new Credential(variable, Credential.NOT_NEEDED, null);
    }
    missing.add(
        missingInClient(
            "The key of " + service.provider().title(), keyVariable, variable, shownFile));
    return new Credential(variable, Credential.MISSING + keyVariable, null);
  }

  /** The client's variable that carries the credential to a provider's own endpoint. */
  static String variable(Service service) {
    return service.provider().direct() == null
        ? Credential.TOKEN
        : service.provider().direct().credential();
  }

  /** A key of an earlier run, if it belongs to the same address: a key goes to no other origin. */
  static @Nullable String earlier(
      Map<String, String> there, @Nullable String formerBase, String newBase, String variable) {
    String key = there.get(variable);
    boolean usable =
        key != null && !key.startsWith(Credential.MISSING) && !key.equals(Credential.NOT_NEEDED);
    return usable && newBase.equals(formerBase) ? key : null;
  }

  private String missingInClient(
      String what, String keyVariable, String clientVariable, String shownFile) {
    return what
        + " is missing: export "
        + keyVariable
        + " and run the same command again, or put it in place of "
        + Credential.MISSING
        + keyVariable
        + " as "
        + clientVariable
        + " in "
        + shownFile
        + ".";
  }

  private String helper(@Nullable String keyFile, String keyVariable) throws SetupException {
    if (keyFile == null) {
      return "printenv " + keyVariable;
    }
    if (keyFile.equals("-")) {
      throw SetupException.usage(
          "helper-needs-a-file",
          "A helper reads the key at run time, when standard input is gone",
          "give --key-file FILE, or leave it out to use the variable " + keyVariable);
    }
    return "cat " + ShellWord.of(environment.resolve(keyFile).toString());
  }
}
