package dev.ccproxy.document;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Why a file is no YAML, in words for people who do not write parsers, and where. The words of the
 * library are never passed on: some hold pieces of the file.
 *
 * @param offset the place
 * @param words a phrase without any value of the file
 */
record YamlReason(int offset, String words) {
  static final String UNREADABLE = "not readable as YAML";
  static final String ESCAPE =
      "a backslash that begins no escape; write it twice or use single quotes";
  static final String TAG =
      "a tag (!) that the YAML reader of LiteLLM does not know; a value that begins with ! needs"
          + " quotes";
  static final String ANCHOR_NAME =
      "an anchor (&) or alias (*) whose name is not made of letters, digits, - and _; a value that"
          + " begins with & or * needs quotes";
  private static final String DIRECTIVE =
      "a line that begins with % is a directive for YAML; this one is none that it takes";
  private static final String CONTINUED =
      "this line goes on with the value above it, so no key can stand here; check the indentation";
  private static final String TWO_VALUES =
      "a second ': ' in one line; a value that holds ': ' needs quotes";

  /** The reason of a parser's exception. */
  static YamlReason of(MarkedYAMLException e, YamlText text) {
    String problem = Objects.requireNonNullElse(e.getProblem(), "");
    int at = offset(e.getProblemMark(), 0);
    int context = offset(e.getContextMark(), at);
    if (problem.startsWith("found character")) {
      return new YamlReason(at, badStart(text, at));
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return new YamlReason(at, hasColonBefore(text, at) ? TWO_VALUES : CONTINUED);
    }
    if (problem.startsWith("expected <block end>")) {
      return new YamlReason(at, noBlockEnd(text, at));
    }
    if (problem.startsWith("could not find expected ':'")) {
      return new YamlReason(context, "a ': ' is missing behind this key");
    }
    if (problem.startsWith("found unexpected")) {
      return new YamlReason(context, "a quote that is never closed");
    }
    if (problem.startsWith("expected ',' or")) {
      char open = text.at(context);
      String close = open == '{' ? "}" : "]";
      return at == text.length()
          ? new YamlReason(context, "a '" + open + "' that is never closed")
          : new YamlReason(at, "a ',' or '" + close + "' is missing before this" + opened(e, open));
    }
    return new YamlReason(at, other(e.getContext(), problem));
  }

  /** Where a bracket was opened, if that is not in the same line. */
  private static String opened(MarkedYAMLException e, char open) {
    int line = e.getContextMark().getLine();
    return line == e.getProblemMark().getLine()
        ? ""
        : ", for the '" + open + "' of line " + (line + 1);
  }

  /** What is wrong with a tab. */
  static String tab(YamlText text, int offset) {
    return text.startsLine(offset)
        ? "a tab cannot indent YAML; use spaces"
        : "a tab between the parts of a line; use spaces";
  }

  private static int offset(@Nullable Mark mark, int otherwise) {
    return mark == null ? otherwise : mark.getIndex();
  }

  private static String badStart(YamlText text, int at) {
    char c = text.at(at);
    return c == '\t' ? tab(text, at) : "a value cannot begin with " + c + "; it needs quotes";
  }

  private static boolean hasColonBefore(YamlText text, int at) {
    for (int i = text.lineStart(at); i < at; i++) {
      if (text.at(i) == ':' && YamlText.isBlank(text.at(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static String noBlockEnd(YamlText text, int at) {
    if (text.startsLine(at)) {
      return "the indentation of this line fits nothing above it";
    }
    return "something follows a value that has ended; a value with quotes or brackets in it needs"
        + " quotes around the whole";
  }

  private static String other(@Nullable String context, String problem) {
    if (problem.startsWith("sequence entries are not allowed")) {
      return "a list item (-) cannot begin here; it needs a line of its own";
    }
    if (problem.startsWith("mapping keys are not allowed")) {
      return "a key (?) cannot begin here; it needs a line of its own";
    }
    if (problem.startsWith("expected the node content")) {
      return problem.endsWith("'<stream end>'")
          ? "the file ends inside [ ] or { }"
          : "a value is missing before this";
    }
    if (problem.startsWith("expected '<document start>'")) {
      return "this does not belong to anything above it; check the indentation";
    }
    if (problem.startsWith("found incompatible") || problem.contains("duplicate")) {
      return DIRECTIVE;
    }
    if (problem.startsWith("found undefined tag handle")) {
      return TAG;
    }
    return switch (Objects.requireNonNullElse(context, "")) {
      case "while scanning a double-quoted scalar" -> ESCAPE;
      case "while scanning a block scalar" ->
          "the text of | or > has to begin on the next line; a value that begins with one of them"
              + " needs quotes";
      case "while scanning an anchor", "while scanning an alias" -> ANCHOR_NAME;
      case "while scanning a tag" -> TAG;
      case "while scanning a directive", "while scanning a YAML directive" -> DIRECTIVE;
      default -> UNREADABLE;
    };
  }
}
