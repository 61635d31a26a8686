package dev.ccproxy.lab.model;

import dev.ccproxy.lab.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that does what it is told, the same every time: it calls the tool that the prompt names,
 * reads the file that it is asked to read, repeats what a tool gave back, says the words that it is
 * asked to say, and otherwise says that it has understood.
 */
public final class ScriptedModel {
  private static final Pattern READS =
      Pattern.compile("\\b(read|open|look (?:at|into)|show|print)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern SEVERAL =
      Pattern.compile("\\b(both|each|all|two|three|parallel|and)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern EXACTLY =
      Pattern.compile(
          "\\b(?:exactly|only|nothing but|verbatim)\\b[^:\n]{0,80}:\\s*[\"'`]?([^\n]*[^\n\"'`])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern QUOTED_WORDS =
      Pattern.compile(
          "\\b(?:reply|respond|answer|say|output|print|return|repeat)\\b[^\"`\n]{0,60}[\"`]([^\"`\n]+)[\"`]",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ONE_WORD =
      Pattern.compile(
          "\\b(?:reply|respond|answer)\\s+with\\s+(?:exactly\\s+|only\\s+|just\\s+)*"
              + "(?:the (?:single )?(?:word|code|token|string)\\s+)?"
              + "(?!(?:the|a|an|one|exactly|only|just|this)\\b)([A-Za-z0-9_-]{2,})",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern COUNT =
      Pattern.compile(
          "\\bcount (?:from )?(\\d{1,4}) (?:to|up to) (\\d{1,4})", Pattern.CASE_INSENSITIVE);
  private static final Pattern LONG_TEXT =
      Pattern.compile("\\b(\\d{1,4})[ -]words?\\b", Pattern.CASE_INSENSITIVE);

  /** Codes worth remembering: capitals with at least one digit. */
  private static final Pattern CODE =
      Pattern.compile("\\b(?=[A-Z0-9-]*\\d)(?=[A-Z0-9-]*[A-Z])([A-Z0-9-]{5,})\\b");

  private static final Pattern RECALLS =
      Pattern.compile("\\b(?:code|word|token|nonce|secret|number)s?\\b", Pattern.CASE_INSENSITIVE);

  private static final String[] FILLER =
      ("the gateway hands each request to the provider and waits for the answer which comes back"
              + " piece by piece until the last event says that the message is complete")
          .split(" ", -1);

  private ScriptedModel() {}

  /**
   * What the model says.
   *
   * @param callIds a new id for each tool call
   */
  public static Answer answer(Conversation asked, Supplier<String> callIds) {
    Turn last = asked.lastOfUser();
    Prompt prompt = Prompt.of(last);
    List<Part> parts = new ArrayList<>();
    if (asked.thinking()) {
      parts.add(new Part.Thought("The user wants this: " + prompt.brief(120)));
    }
    List<Part.Result> results = resultsOf(last, asked);
    if (!results.isEmpty()) {
      return finished(asked, parts, repeated(results));
    }
    if (asked.schema().exists()) {
      return finished(asked, parts, Arguments.example(asked.schema(), prompt).toString());
    }
    List<Part.Call> calls = calls(asked, prompt, callIds);
    if (!calls.isEmpty()) {
      parts.addAll(calls);
      return new Answer(parts, Answer.Stop.CALL, Optional.empty());
    }
    return finished(asked, parts, words(asked, prompt));
  }

  /** The results of the last turn, in the order in which their calls were made. */
  private static List<Part.Result> resultsOf(Turn last, Conversation asked) {
    List<String> order = new ArrayList<>();
    for (Part.Call call : asked.parts(Part.Call.class)) {
      order.add(call.id());
    }
    List<Part.Result> results = new ArrayList<>();
    for (Part part : last.parts()) {
      if (part instanceof Part.Result result) {
        results.add(result);
      }
    }
    results.sort(Comparator.comparingInt(result -> order.lastIndexOf(result.callId())));
    return results;
  }

  private static String repeated(List<Part.Result> results) {
    List<String> texts = new ArrayList<>();
    for (Part.Result result : results) {
      String text =
          Prompt.of(new Turn(Turn.Speaker.USER, List.of(new Part.Text(result.text())))).text();
      texts.add((result.error() ? "The tool reported an error: " : "") + text);
    }
    String text = String.join("\n", texts).strip();
    return text.isEmpty() ? "The tool returned nothing." : text;
  }

  private static List<Part.Call> calls(
      Conversation asked, Prompt prompt, Supplier<String> callIds) {
    List<Tool> wanted = wanted(asked, prompt);
    if (wanted.size() > 1 && !prompt.matches(SEVERAL)) {
      wanted = wanted.subList(0, 1);
    }
    List<Part.Call> calls = new ArrayList<>();
    for (Tool tool : wanted) {
      for (Json arguments : Arguments.of(tool.schema(), prompt)) {
        if (calls.isEmpty() || asked.parallelCalls()) {
          calls.add(new Part.Call(callIds.get(), tool.name(), arguments));
        }
      }
    }
    return calls;
  }

  private static List<Tool> wanted(Conversation asked, Prompt prompt) {
    if (asked.tools().isEmpty() || asked.choice() instanceof ToolChoice.None) {
      return List.of();
    }
    if (asked.choice() instanceof ToolChoice.Named named) {
      return asked.tools().stream().filter(tool -> tool.name().equals(named.name())).toList();
    }
    List<Tool> wanted = new ArrayList<>();
    for (Tool tool : asked.tools()) {
      if (prompt.find(tool.name()) >= 0) {
        wanted.add(tool);
      }
    }
    wanted.sort(Comparator.comparingInt(tool -> prompt.find(tool.name())));
    if (wanted.isEmpty() && prompt.matches(READS) && prompt.path().isPresent()) {
      for (Tool tool : asked.tools()) {
        if (tool.name().equalsIgnoreCase("Read") || tool.name().equalsIgnoreCase("read_file")) {
          wanted.add(tool);
        }
      }
    }
    if (wanted.isEmpty() && asked.choice() instanceof ToolChoice.Any) {
      wanted.add(asked.tools().get(0));
    }
    return wanted;
  }

  private static String words(Conversation asked, Prompt prompt) {
    for (Pattern dictation : List.of(EXACTLY, QUOTED_WORDS, ONE_WORD)) {
      Optional<String> said = prompt.group(dictation);
      if (said.isPresent()) {
        return said.get().strip();
      }
    }
    Matcher count = COUNT.matcher(prompt.text());
    if (count.find()) {
      return counted(Integer.parseInt(count.group(1)), Integer.parseInt(count.group(2)));
    }
    Optional<String> length = prompt.group(LONG_TEXT);
    if (length.isPresent()) {
      return filler(Integer.parseInt(length.get()));
    }
    Set<String> codes = prompt.matches(RECALLS) ? codes(asked) : Set.of();
    return codes.isEmpty() ? "Understood: " + prompt.brief(200) : String.join(" ", codes);
  }

  private static String counted(int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i <= to; i++) {
      out.append(out.length() == 0 ? "" : ", ").append(i);
    }
    return out.toString();
  }

  private static String filler(int words) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < words; i++) {
      out.append(i == 0 ? "" : " ").append(FILLER[i % FILLER.length]);
    }
    return out.append('.').toString();
  }

  /** Codes that were mentioned anywhere before, system texts included. */
  private static Set<String> codes(Conversation asked) {
    Set<String> codes = new LinkedHashSet<>();
    for (String system : asked.system()) {
      addCodes(system, codes);
    }
    for (Turn turn : asked.turns()) {
      codes.addAll(Prompt.of(turn).groups(CODE));
    }
    return codes;
  }

  private static void addCodes(String text, Set<String> codes) {
    Matcher matcher = CODE.matcher(text);
    while (matcher.find()) {
      codes.add(matcher.group(1));
    }
  }

  /** The answer with its text, cut where the request wants it cut. */
  private static Answer finished(Conversation asked, List<Part> before, String text) {
    String said = text;
    Answer.Stop stop = Answer.Stop.END;
    Optional<String> sequence = Optional.empty();
    for (String end : asked.stopSequences()) {
      int at = said.indexOf(end);
      if (at >= 0) {
        said = said.substring(0, at);
        stop = Answer.Stop.SEQUENCE;
        sequence = Optional.of(end);
      }
    }
    if (asked.maxTokens() > 0 && Tokens.of(said) > asked.maxTokens()) {
      said = Tokens.cut(said, asked.maxTokens());
      stop = Answer.Stop.LENGTH;
      sequence = Optional.empty();
    }
    List<Part> parts = new ArrayList<>(before);
    parts.add(new Part.Text(said));
    return new Answer(parts, stop, sequence);
  }
}
