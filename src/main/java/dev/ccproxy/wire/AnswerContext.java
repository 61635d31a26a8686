package dev.ccproxy.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an answer besides its bytes. Everything may be unknown; a rule that needs
 * what is unknown is silent.
 *
 * @param request the request that was sent
 * @param expectedText the text that the answer should be; blanks around it do not count
 * @param expectedArguments values that a tool call should have, by argument name
 * @param client the client whose view sets the severities
 */
public record AnswerContext(
    @Nullable MessagesRequest request,
    @Nullable String expectedText,
    Map<String, String> expectedArguments,
    ClientImpact client) {

  /** Nothing is known; severities are those of the protocol. */
  public static final AnswerContext UNKNOWN =
      new AnswerContext(null, null, Map.of(), ClientImpact.SPEC);

  /** Copies the map. */
  public AnswerContext {
    expectedArguments = Map.copyOf(expectedArguments);
  }

  /** The same with the request that was sent. */
  public AnswerContext withRequest(MessagesRequest request) {
    return new AnswerContext(request, expectedText, expectedArguments, client);
  }

  /** The same with the text that the answer should be. */
  public AnswerContext withExpectedText(String text) {
    return new AnswerContext(request, text, expectedArguments, client);
  }

  /** The same with the argument values that a tool call should have. */
  public AnswerContext withExpectedArguments(Map<String, String> arguments) {
    return new AnswerContext(request, expectedText, arguments, client);
  }

  /** The same with the view of a client. */
  public AnswerContext withClient(ClientImpact client) {
    return new AnswerContext(request, expectedText, expectedArguments, client);
  }
}
