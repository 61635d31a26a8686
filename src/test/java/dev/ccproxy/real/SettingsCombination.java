package dev.ccproxy.real;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What a user may have set where: files and variables of the shell, drawn at random. Every value
 * names the place it stands at, so that a request tells which one has won.
 *
 * @param name for the reader of a failure
 * @param files text by path below the home folder; {@code etc/} holds what belongs to {@code /etc}
 * @param shell variables of the process
 * @param flag whether {@code flag.json} is given with {@code --settings}
 */
record SettingsCombination(
    String name, Map<String, String> files, Map<String, String> shell, boolean flag) {

  /** Stands for scheme, host and port of the endpoint. */
  static final String ORIGIN = "{{origin}}";

  static final String FLAG_FILE = "flag.json";
  static final String MANAGED_FILE = "etc/claude-code/managed-settings.json";

  /** The files, with the odds in percent that there is one. */
  private enum Layer {
    MANAGED(MANAGED_FILE, 20),
    MANAGED_PART("etc/claude-code/managed-settings.d/10-part.json", 10),
    FLAG(FLAG_FILE, 30),
    LOCAL("project/.claude/settings.local.json", 35),
    PROJECT("project/.claude/settings.json", 35),
    USER(".claude/settings.json", 75);

    private final String file;
    private final int odds;

    Layer(String file, int odds) {
      this.file = file;
      this.odds = odds;
    }
  }

  /** Values as they stand in JSON; {@code @} is the place. A shell has the texts of these. */
  private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put(
        "ANTHROPIC_BASE_URL",
        List.of(
            "\"{{origin}}/@\"",
            "\"{{origin}}/@\"",
            "\"{{origin}}/@/\"",
            "\"{{origin}}/@/v1\"",
            "\"{{origin}}/@//\"",
            "\" {{origin}}/@ \"",
            "\"{{origin}}/@?key=abc\"",
            "\"{{origin}}\""));
    VALUES.put(
        "ANTHROPIC_AUTH_TOKEN",
        List.of("\"token-@\"", "\"token-@\"", "\" token-@ \"", "\"\"", "12345", "1e3", "true"));
    VALUES.put("ANTHROPIC_API_KEY", List.of("\"key-@\"", "\"key-@\"", "\"\"", "67.50", "null"));
    VALUES.put(
        "ANTHROPIC_CUSTOM_HEADERS",
        List.of(
            "\"x-api-key: custom-@\"",
            "\"Authorization: Bearer custom-@\"",
            "\"X-Other: 1\\nX-Api-Key: one-@\\nx-api-key: two-@\"",
            "\"X-Other: 1\"",
            "\"\""));
    VALUES.put(
        "ANTHROPIC_MODEL",
        List.of(
            "\"model-@\"",
            "\"model-@[1m]\"",
            "\" model-@ [1M]\"",
            "\"sonnet\"",
            "\"Haiku\"",
            "\"opus[1m]\"",
            "\"best\"",
            "\"default\"",
            "\"claude-sonnet-4-6\"",
            "\"claude-haiku-4-5\"",
            "\"claude-opus-4-1\"",
            "\"\"",
            "4.0",
            "[\"a\", 1]"));
    VALUES.put("ANTHROPIC_DEFAULT_OPUS_MODEL", List.of("\"opus-@\"", "\"opus-@[1m]\"", "\"\""));
    VALUES.put("ANTHROPIC_DEFAULT_SONNET_MODEL", List.of("\"sonnet-@\"", "\"claude-sonnet-4-6\""));
    VALUES.put("ANTHROPIC_DEFAULT_HAIKU_MODEL", List.of("\"haiku-@\"", "\"\"", "true"));
    VALUES.put("ANTHROPIC_DEFAULT_MODEL", List.of("\"start-@\"", "\"sonnet\"", "\"haiku\""));
    VALUES.put(
        "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
        List.of("\"16384\"", "4096", "\"16k\"", "\"1e4\"", "\"200000\"", "\"none\"", "\"-5\""));
    VALUES.put(
        "MAX_THINKING_TOKENS", List.of("\"0\"", "0", "\"5000\"", "\"none\"", "false", "\"\""));
    VALUES.put("CLAUDE_CODE_DISABLE_THINKING", List.of("\"1\"", "true", "\"0\"", "\"x\"", "\"\""));
    VALUES.put("API_TIMEOUT_MS", List.of("\"3000000\"", "120000", "\"never\"", "\"\""));
  }

  /** Keys of the files themselves, beside {@code env}. */
  private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("model", List.of("\"key-model-@\"", "\"sonnet\"", "\"\""));
    KEYS.put("apiKeyHelper", List.of("\"echo helper-@\"", "\"\""));
    KEYS.put(
        "modelOverrides",
        List.of(
            "{\"claude-sonnet-4-6\": \"override-@\"}",
            "{\"claude-opus-5-5\": \"override-@\", \"claude-haiku-4-5\": \"model-user\"}"));
    KEYS.put("alwaysThinkingEnabled", List.of("true", "false"));
    KEYS.put(
        "availableModels",
        List.of(
            "[\"model\", \"key-model\", \"opus\"]",
            "[\"sonnet\", \"haiku\"]",
            "[\"Opus\", \"claude-sonnet-4-6\", \"start\"]",
            "[\"model-user[1m]\", \"sonnet-shell\"]"));
  }

  /** Settings number {@code index} of the series that the seed gives. */
  static SettingsCombination of(long seed, int index) {
    Random random = new Random(seed * 1_000_003 + index);
    Map<String, String> files = new TreeMap<>();
    for (Layer layer : Layer.values()) {
      if (random.nextInt(100) < layer.odds) {
        files.put(layer.file, file(layer, random));
      }
    }
    Map<String, String> shell = new TreeMap<>();
    for (Map.Entry<String, List<String>> variable : VALUES.entrySet()) {
      if (random.nextInt(100) < 30) {
        shell.put(variable.getKey(), inShell(pick(variable.getValue(), random), "shell"));
      }
    }
    // Without an address nothing would be seen of what the client sends.
    shell.putIfAbsent("ANTHROPIC_BASE_URL", ORIGIN + "/shell");
    if (random.nextInt(100) < 80) {
      shell.putIfAbsent("ANTHROPIC_AUTH_TOKEN", "token-shell");
    }
    return new SettingsCombination(
        "settings " + seed + "/" + index, files, shell, files.containsKey(FLAG_FILE));
  }

  /** Whether files of the administrator are part of it. */
  boolean isManaged() {
    return files.keySet().stream().anyMatch(file -> file.startsWith("etc/"));
  }

  private static String file(Layer layer, Random random) {
    String place = layer.name().toLowerCase(Locale.ROOT).replace('_', '-');
    List<String> fields = new ArrayList<>();
    List<String> env = new ArrayList<>();
    for (Map.Entry<String, List<String>> variable : VALUES.entrySet()) {
      if (random.nextInt(100) < 25) {
        String value = pick(variable.getValue(), random).replace("@", place);
        env.add("    \"" + variable.getKey() + "\": " + value);
      }
    }
    fields.add("  \"env\": {\n" + String.join(",\n", env) + "\n  }");
    for (Map.Entry<String, List<String>> key : KEYS.entrySet()) {
      if (random.nextInt(100) < 15) {
        fields.add(
            "  \"" + key.getKey() + "\": " + pick(key.getValue(), random).replace("@", place));
      }
    }
    boolean isManaged = layer.file.startsWith("etc/");
    int how = isManaged ? 4 + random.nextInt(6) : random.nextInt(8);
    return random.nextInt(100) < 25
        ? damaged(fields, how)
        : "{\n" + String.join(",\n", fields) + "\n}\n";
  }

  private static String damaged(List<String> fields, int how) {
    String text = "{\n" + String.join(",\n", fields) + "\n}\n";
    return switch (how) {
      case 0 -> text.replace("\n}\n", ",\n}\n");
      case 1 -> text.replace("{\n  \"env\"", "{\n  // settings\n  \"env\"");
      case 2 -> text.substring(0, text.length() - 3);
      case 3 ->
          text.replace("{\n  \"env\"", "{\n  \"permissions\": {\"allow\": \"Bash\"},\n  \"env\"");
      case 4 -> "[" + text + "]";
      case 5 -> text.replace("{\n  \"env\"", "{\n  \"cleanupPeriodDays\": \"30\",\n  \"env\"");
      // These two do no harm.
      case 6 -> "\uFEFF" + text;
      case 7 -> text.replace("{\n  \"env\"", "{\n  \"unknown\": [1],\n  \"env\"");
      // Only the administrator's file survives these, without the key.
      case 8 -> text.replace("{\n  \"env\"", "{\n  \"model\": 5,\n  \"env\"");
      default -> text.replace("{\n  \"env\"", "{\n  \"availableModels\": [5],\n  \"env\"");
    };
  }

  private static String pick(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  /** The text of a value in JSON. */
  private static String inShell(String json, String place) {
    String text =
        json.startsWith("\"") ? json.substring(1, json.length() - 1).replace("\\n", "\n") : json;
    return text.replace("@", place);
  }

  @Override
  public String toString() {
    return name;
  }
}
