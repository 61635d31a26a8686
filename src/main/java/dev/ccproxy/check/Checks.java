package dev.ccproxy.check;

import dev.ccproxy.check.file.ApiBaseShape;
import dev.ccproxy.check.file.BaseUrlCheck;
import dev.ccproxy.check.file.BooleanCheck;
import dev.ccproxy.check.file.CharactersCheck;
import dev.ccproxy.check.file.ChatFlagWithOpenAi;
import dev.ccproxy.check.file.CleartextCheck;
import dev.ccproxy.check.file.ClientAgeCheck;
import dev.ccproxy.check.file.ClientReleaseCheck;
import dev.ccproxy.check.file.ClientVariablesInGateway;
import dev.ccproxy.check.file.CloudSwitchCheck;
import dev.ccproxy.check.file.CompletionModelOverride;
import dev.ccproxy.check.file.ConfigDoesNotLoad;
import dev.ccproxy.check.file.CredentialCheck;
import dev.ccproxy.check.file.DatabaseWithoutPrisma;
import dev.ccproxy.check.file.DoubtfulSuppression;
import dev.ccproxy.check.file.DropParamsMissing;
import dev.ccproxy.check.file.DuplicateModelName;
import dev.ccproxy.check.file.DuplicateYamlKeys;
import dev.ccproxy.check.file.EnvironmentReferences;
import dev.ccproxy.check.file.ExposedProxy;
import dev.ccproxy.check.file.FallbackTargets;
import dev.ccproxy.check.file.FileModeCheck;
import dev.ccproxy.check.file.FilesParseCheck;
import dev.ccproxy.check.file.GitCheck;
import dev.ccproxy.check.file.KeyHostCheck;
import dev.ccproxy.check.file.LimitsCheck;
import dev.ccproxy.check.file.ManagedCheck;
import dev.ccproxy.check.file.MisplacedKeys;
import dev.ccproxy.check.file.MissingCredentialCheck;
import dev.ccproxy.check.file.ModelCapability;
import dev.ccproxy.check.file.ModelCheck;
import dev.ccproxy.check.file.ModelToolsCheck;
import dev.ccproxy.check.file.OllamaPrefix;
import dev.ccproxy.check.file.PortCheck;
import dev.ccproxy.check.file.ProviderPrefix;
import dev.ccproxy.check.file.ProxyCheck;
import dev.ccproxy.check.file.ResponsesRoutePredicted;
import dev.ccproxy.check.file.RetiredModel;
import dev.ccproxy.check.file.ShadowCheck;
import dev.ccproxy.check.file.StructureCheck;
import dev.ccproxy.check.file.TierCheck;
import dev.ccproxy.check.file.TimeoutsAndRetries;
import dev.ccproxy.check.file.TokenNotMasterKey;
import dev.ccproxy.check.file.UnexpectedYamlType;
import dev.ccproxy.check.file.UnsafeLiteLlm;
import dev.ccproxy.check.live.EndpointChecks;
import java.util.ArrayList;
import java.util.List;

/** The one list of checks, in the order in which they are shown. */
public final class Checks {
  private Checks() {}

  /** The checks that need only files. */
  public static List<FileCheck> ofFiles() {
    List<FileCheck> checks = new ArrayList<>();
    checks.add(new FilesParseCheck());
    checks.add(new ShadowCheck());
    checks.add(new BaseUrlCheck());
    checks.add(new CredentialCheck());
    checks.add(new TierCheck());
    checks.add(new ModelCheck());
    checks.add(new LimitsCheck());
    checks.add(new BooleanCheck());
    checks.add(new CloudSwitchCheck());
    checks.add(new CharactersCheck());
    checks.add(new StructureCheck());
    checks.add(new MissingCredentialCheck());
    checks.add(new ModelToolsCheck());
    checks.add(new ClientReleaseCheck());
    checks.add(new ManagedCheck());
    checks.add(new DropParamsMissing());
    checks.add(new ResponsesRoutePredicted());
    checks.add(new MisplacedKeys());
    checks.add(new EnvironmentReferences());
    checks.add(new ApiBaseShape());
    checks.add(new OllamaPrefix());
    checks.add(new DuplicateModelName());
    checks.add(new TokenNotMasterKey());
    checks.add(new ModelCapability());
    checks.add(new TimeoutsAndRetries());
    checks.add(new ConfigDoesNotLoad());
    checks.add(new ProviderPrefix());
    checks.add(new DuplicateYamlKeys());
    checks.add(new UnexpectedYamlType());
    checks.add(new CompletionModelOverride());
    checks.add(new ClientVariablesInGateway());
    checks.add(new FallbackTargets());
    checks.add(new RetiredModel());
    checks.add(new DatabaseWithoutPrisma());
    checks.add(new ChatFlagWithOpenAi());
    checks.add(new ExposedProxy());
    checks.add(new UnsafeLiteLlm());
    checks.add(new FileModeCheck());
    checks.add(new GitCheck());
    checks.add(new KeyHostCheck());
    checks.add(new CleartextCheck());
    checks.add(new ClientAgeCheck());
    checks.add(new PortCheck());
    checks.add(new ProxyCheck());
    checks.add(new DoubtfulSuppression());
    return checks;
  }

  /** The checks that ask the endpoint. */
  public static List<Check> ofEndpoint() {
    return new ArrayList<>(EndpointChecks.all());
  }

  /** All of them. */
  public static List<Check> all() {
    List<Check> checks = new ArrayList<>(ofFiles());
    checks.addAll(ofEndpoint());
    return checks;
  }
}
