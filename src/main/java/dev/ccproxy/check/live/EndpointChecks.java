package dev.ccproxy.check.live;

import java.util.ArrayList;
import java.util.List;

/** The one list of checks that ask the endpoint, each after those that it needs. */
public final class EndpointChecks {
  private EndpointChecks() {}

  /** All of them. */
  public static List<LiveCheck<Chain>> all() {
    List<LiveCheck<Chain>> checks = new ArrayList<>();
    checks.add(new Connects());
    checks.add(new SpeaksTls());
    checks.add(new PassesProxy());
    checks.add(new StaysOnOrigin());
    checks.add(new Recognised());
    checks.add(new RightPath());
    checks.add(new HelperGivesKey());
    checks.add(new CredentialAccepted());
    checks.add(new CredentialHeader());
    checks.add(Classified.upstreamCredential());
    checks.add(Classified.credit());
    checks.add(new ModelList());
    checks.add(new RunningConfig());
    checks.add(new TiersAnswer());
    checks.add(new AnswersText());
    checks.add(new KeyEnforced());
    checks.add(new UnknownModel());
    checks.add(new OutputLimit());
    checks.add(new ErrorEnvelope());
    checks.add(new Repeats());
    checks.add(new StreamsText());
    checks.add(new TokenCount());
    checks.add(new CountsTokens());
    checks.add(ToolCall.asJson());
    checks.add(ToolCall.asStream());
    checks.add(new Buffering());
    checks.add(new StreamLikeJson());
    checks.add(new EarlyErrors());
    checks.add(new ForcedTool());
    checks.add(new ToolChoice());
    checks.add(new ParallelCalls());
    checks.add(new OneCallOnly());
    checks.add(ToolResult.one());
    checks.add(ToolResult.two());
    checks.add(new ResultForms());
    checks.add(DictatedArguments.nested());
    checks.add(DictatedArguments.none());
    checks.add(DictatedArguments.hard());
    checks.add(new RealSchema());
    checks.add(new ToolLadder());
    checks.add(new FullRequestTaken());
    checks.add(new FeatureCheck("CCP-L702", "thinking-refused", "is thinking taken"));
    checks.add(new ThinkingBudget());
    checks.add(
        new FeatureCheck(
            "CCP-L704", "client-fields-refused", "are the client's newer fields taken"));
    checks.add(new FeatureCheck("CCP-L705", "effort-refused", "is output_config.effort taken"));
    checks.add(new FeatureCheck("CCP-L706", "cache-control-refused", "is cache_control taken"));
    checks.add(
        new FeatureCheck(
            "CCP-L709", "client-headers-refused", "are the client's headers and metadata taken"));
    checks.add(
        new FeatureCheck("CCP-L710", "max-tokens-refused", "is the client's max_tokens taken"));
    checks.add(
        new FeatureCheck("CCP-L713", "user-agent-exception", "is only the client's name taken"));
    checks.add(new BodyFilter());
    checks.add(new Silence());
    checks.add(new SystemMessage());
    checks.add(new SystemPrompt());
    checks.add(new Pictures());
    checks.add(new ForeignThinking());
    checks.add(new SecondTurn());
    checks.add(new ContextWindow());
    checks.add(new Concurrency());
    checks.add(new Speed());
    checks.add(new PromptCache());
    checks.add(new Reliability());
    checks.add(ProviderAnswers.asJson());
    checks.add(ProviderAnswers.asStream());
    checks.add(new ProviderResponses());
    checks.add(new ProviderMessages());
    checks.add(new LayerVerdict());
    return checks;
  }
}
