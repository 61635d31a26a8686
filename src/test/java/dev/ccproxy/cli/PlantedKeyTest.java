package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plants keys in every file and text that the program reads and runs it with its own checks. No
 * output may hold eight characters of one in a row.
 */
class PlantedKeyTest {
  private static final int GRAM = 8;

  /** With quotes, and without the beginning of any vendor's keys. */
  private static final String TOKEN = "Zq7/Kx+p'4vT\"mW8==bN3dRf";

  private static final String MASTER = "sk-Hv5tWc9kQz2nPb7xLm4y";
  private static final String UPSTREAM = "Wd3.gT8jVr_6sNq-Yk1fZx";
  private static final String COMMENTED = "Jp6bXs4wGm9zDc2hTn7q";
  private static final String AS_KEY = "sk-proj-Rv8yBk3mFq6wZt1j";
  private static final String IN_NAME = "sk-ant-Tg4nLx7zCp2vMw9s";
  private static final String PASSWORD = "Qf9kVz3wNh6xBt";
  private static final String BROKEN = "Mc2xPw7tKd5vHz8g'Rq4L";
  private static final String HELPER = "sk-or-v1-4f8Xb2Nq7Yw3Kz6T";
  private static final String HEADER = "Bn6vTq'3xWk8zRd5mHf2cS";

  private static final List<String> KEYS =
      List.of(
          TOKEN, MASTER, UPSTREAM, COMMENTED, AS_KEY, IN_NAME, PASSWORD, BROKEN, HELPER, HEADER);

  @TempDir private Path root;
  private Cli cli;

  @BeforeEach
  void keysEverywhere() throws IOException {
    cli = new Cli(root).variable("PATH", "").variable("OPENAI_API_KEY", UPSTREAM);
    write(
        cli.settings(),
        """
        {
          "ANTHROPIC_AUTH_TOKEN": "%1$s",
          "apiKeyHelper": "echo %2$s",
          "env": {
            "ANTHROPIC_BASE_URL": "http://me:%3$s@localhost:4000/v1?key=%4$s",
            "ANTHROPIC_AUTH_TOKEN": "%1$s",
            "ANTHROPIC_API_KEY": "Bearer %5$s",
            "ANTHROPIC_CUSTOM_HEADERS": "x-api-key: %6$s\\nX-Other: %7$s",
            "ANTHROPIC_MODEL": "%8$s",
            "CLAUDE_CODE_MAX_OUTPUT_TOKENS": "%1$s",
            "HTTP_PROXY": "http://me:%3$s@127.0.0.1:1"
          }
        }
        """
            .formatted(
                TOKEN.replace("\"", "\\\""),
                HELPER,
                PASSWORD,
                URLEncoder.encode(TOKEN, StandardCharsets.UTF_8),
                MASTER,
                HEADER,
                base64(TOKEN),
                AS_KEY));
    write(
        cli.project().resolve("litellm_config.yaml"),
        """
        # OPENAI_API_KEY=%1$s
        model_list:
          - model_name: gpt-4o
            litellm_params:
              model: openai/gpt-4o
              api_base: https://me:%2$s@api.openai.com/v1?api_key=%3$s
              api_key: "%3$s"
              extra_headers: {Authorization: 'Bearer %4$s'}
          - model_name: "%5$s"
            litellm_params: {model: ollama/x, api_key: '%6$s'}
        "%5$s": 1
        general_settings:
          master_key: '%4$s'
        include: [%7$s.yaml]
        """
            .formatted(
                COMMENTED, PASSWORD, UPSTREAM, MASTER, AS_KEY, HEADER.replace("'", "''"), IN_NAME));
    write(cli.project().resolve(IN_NAME + ".yaml"), "model_list: {" + IN_NAME + ": [}\n");
    write(
        cli.project().resolve("litellm.env"),
        "# old: LITELLM_MASTER_KEY="
            + COMMENTED
            + "\nLITELLM_MASTER_KEY="
            + MASTER
            + "\nexport OPENAI_API_KEY=\"${"
            + UPSTREAM
            + "\"\nOTHER_TOKEN='"
            + TOKEN.replace("'", "'\\''")
            + "'\n");
    write(cli.project().resolve(".env"), "ANTHROPIC_API_KEY=\"" + BROKEN + "\n");
    write(
        cli.project().resolve(".claude/settings.json"),
        "{\"env\": {\"OTHER_API_KEY\": \"" + BROKEN + "\",,}\n");
    write(
        cli.project().resolve(".claude/settings.local.json"),
        "{\"env\": {\"ANTHROPIC_AUTH_TOKEN\": \"${" + HELPER + "}\"}, \"model\": 5}\n");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String base64(String key) {
    return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  /** The forms in which a key may turn up. */
  private static List<String> forms(String key) {
    return List.of(
        key,
        key.replace("\"", "\\\""),
        key.replace("'", "''"),
        URLEncoder.encode(key, StandardCharsets.UTF_8),
        base64(key));
  }

  private static void assertClean(String what, String output) {
    // Without what stands between the halves of a split key, and as the reader of a format sees it.
    String plain =
        output
            .replaceAll("\\\\*u\\{(1b|200b)\\}(\\[0m)?", "")
            .replaceAll("\u001b\\[[0-9;]*m|\u200b", "")
            .replace("&quot;", "\"")
            .replace("&#34;", "\"")
            .replace("&apos;", "'")
            .replace("&#39;", "'");
    for (String text : List.of(plain, plain.replace("\\\"", "\""), plain.replace("\\", ""))) {
      for (String key : KEYS) {
        for (String form : forms(key)) {
          for (int i = 0; i + GRAM <= form.length(); i++) {
            String gram = form.substring(i, i + GRAM);
            assertThat(text.contains(gram))
                .as("%s shows %s of %s\n%s", what, gram, form, around(text, gram))
                .isFalse();
          }
        }
      }
    }
  }

  private static String around(String text, String gram) {
    int at = Math.max(0, text.indexOf(gram));
    return text.substring(Math.max(0, at - 120), Math.min(text.length(), at + 120));
  }

  private Cli.Result clean(String... arguments) {
    Cli.Result result = cli.run(arguments);
    String what = String.join(" ", arguments);
    assertThat(result.exit()).as(what + result.err()).isLessThan(70);
    assertClean(what, result.out());
    assertClean(what, result.err());
    return result;
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void the_doctor_shows_none_in_any_format() throws IOException {
    for (String format : DoctorOptions.FORMATS) {
      String[] doctor = {"doctor", "--offline", "--format", format, "--debug"};
      Cli.Result result = clean(doctor);
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.out()).contains("CCP-");
      Path file = root.resolve("report");
      clean(with(doctor, "--output", file.toString()));
      assertClean("the file of " + format, Files.readString(file));
    }
  }

  @Test
  void neither_do_repairs_nor_what_they_leave_behind() throws IOException {
    for (String format : DoctorOptions.FORMATS) {
      clean("doctor", "--offline", "--fix", "--dry-run", "--yes", "--format", format);
    }
    clean("doctor", "--offline", "--fix", "--debug");
    keysEverywhere();
    clean("doctor", "--offline", "--fix", "--yes", "--format", "json", "--debug");
    clean("undo");
    clean("undo", "--yes", "--format", "json");
    try (Stream<Path> left = Files.walk(cli.home().resolve(".local/state"))) {
      // Backups hold the files as they were, keys and all: for nobody else to read.
      List<Path> all = left.filter(path -> path.startsWith(own())).toList();
      assertThat(all).hasSizeGreaterThan(1);
      for (Path path : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  private Path own() {
    return cli.home().resolve(".local/state/ccproxy");
  }

  @Test
  void neither_do_config_and_what_changes_files() throws IOException {
    clean("config");
    clean("config", "--format", "json");
    clean(
        "config", "apiKeyHelper", "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_BASE_URL", "OTHER_TOKEN");
    clean("use", "gpt-4o");
    clean("use", "gpt-4o", "--yes", "--format", "json", "--debug");
    clean("undo", "--yes");
    clean("init", "openai");
    clean("init", "openai", "--yes", "--format", "json", "--debug");
  }

  @Test
  void neither_do_refusals() throws IOException {
    Path named = cli.project().resolve(IN_NAME + ".json");
    write(named, "{\"env\": {\"ANTHROPIC_API_KEY\": \"" + TOKEN + "\"");
    for (String[] debug : new String[][] {{}, {"--debug"}, {"--format", "json"}}) {
      clean(with(new String[] {"config", "--settings", named.toString()}, debug));
      clean(with(new String[] {"config", "--settings", "no-" + MASTER}, debug));
      clean(with(new String[] {"doctor", "--offline", "--settings", named.toString()}, debug));
      clean(with(new String[] {"doctor", "--config", MASTER, "--only", UPSTREAM}, debug));
      clean(with(new String[] {"doctor", "--offline", "--" + AS_KEY}, debug));
      clean(with(new String[] {"use", UPSTREAM, "--settings", named.toString()}, debug));
      clean(with(new String[] {"explain", MASTER}, debug));
      clean(with(new String[] {"inspect", "no-" + IN_NAME}, debug));
      clean(with(new String[] {HELPER}, debug));
    }
  }

  /** Texts as people paste them, with a key that no file here holds at {@code @}. */
  private static final List<String> TEXTS =
      List.of(
          "AuthenticationError: OpenAIException - Incorrect API key provided: @. You can find it",
          "litellm.AuthenticationError: Invalid proxy server token passed. Received API Key = @",
          "API Error: 401 {\"error\":{\"message\":\"invalid x-api-key\",\"api_key\":\"@\"}}",
          "401 Unauthorized\nAuthorization: Bearer @\nx-api-key: @\n",
          "curl -H 'Authorization: Bearer @' http://localhost:4000/v1/messages -> 401 Unauthorized",
          "export ANTHROPIC_AUTH_TOKEN=@ && claude\nNot logged in · Please run /login",
          "GET https://api.example.com/v1/models?key=@&a=1 401 Unauthorized invalid api key",
          "connect ECONNREFUSED http://me:@@127.0.0.1:4000 Connection refused",
          "Invalid auth token · Fix external auth token · '@' contains a line break",
          "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid key @\"}}");

  static Stream<String> keysOfOthers() {
    // Of each kind: of a vendor, a mixture, with quotes, with the signs of base64.
    return Stream.of(
        "sk-proj-Xw4bNz8kRt2vQm6yHc9d",
        "Gd5xTk8zWq3vBn7mRf2y",
        "Lk4'Vb8'Tq2xZr6\"WmNk3c",
        "Pz6/Xv3+Rn8/Kt5w/Qy9b==",
        "Fh7%Bm2$Wx9!Cv4@Tz8#Ks3n");
  }

  @ParameterizedTest
  @MethodSource("keysOfOthers")
  void explain_shows_none_that_it_is_given(String key) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("raw", key);
    forms.put("escaped", key.replace("\"", "\\\""));
    forms.put("encoded", URLEncoder.encode(key, StandardCharsets.UTF_8));
    forms.put("base64", base64(key));
    forms.put("split", key.substring(0, 9) + "\u001b[0m" + key.substring(9));
    forms.put("wrapped", key.substring(0, 11) + "\n" + key.substring(11));
    for (String text : TEXTS) {
      forms.forEach(
          (how, form) -> {
            String given = text.replace("@", form);
            for (String format : List.of("text", "json")) {
              cli.stdin(given);
              Cli.Result result = cli.run("explain", "-", "--format", format);
              assertThat(result.exit()).isLessThan(2);
              assertNoPart(how + " in " + given, result.out() + result.err(), form);
              assertNoPart(how + " in " + given, result.out() + result.err(), key);
            }
          });
    }
  }

  private static void assertNoPart(String what, String output, String key) {
    String plain = output.replace("\\\"", "\"").replaceAll("\u001b\\[[0-9;]*m", "");
    String bare = key.replaceAll("\u001b\\[[0-9;]*m", "").replace("\n", "").replace("\\\"", "\"");
    for (int i = 0; i + GRAM <= bare.length(); i++) {
      String gram = bare.substring(i, i + GRAM);
      assertThat(plain.contains(gram)).as("%s shows %s\n%s", what, gram, output).isFalse();
    }
  }

  @Test
  void inspect_shows_none() throws IOException {
    String event =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"key %s\"}}\n\n";
    Map<String, String> files = new LinkedHashMap<>();
    for (String key : List.of(TOKEN, MASTER, UPSTREAM, HEADER)) {
      for (String form : forms(key)) {
        String quoted = form.contains("\\") ? form : form.replace("\"", "\\\"");
        files.put("a" + files.size() + ".sse", event.formatted(quoted));
        files.put(
            "a" + files.size() + ".http",
            "HTTP/1.1 401 "
                + form
                + "\nx-api-key: "
                + form
                + "\n\n{\"api_key\": \""
                + quoted
                + "\"");
        files.put("a" + files.size() + ".json", "{\"type\": \"" + quoted + "\", \"x\": [}");
      }
    }
    files.put(IN_NAME + ".sse", "data: x\n\n");
    for (Map.Entry<String, String> file : files.entrySet()) {
      write(cli.project().resolve(file.getKey()), file.getValue());
      clean("inspect", file.getKey(), "--events", "--debug");
      clean("inspect", file.getKey(), "--format", "json");
      clean("inspect", file.getKey(), "--expect-text", MASTER, "--request", IN_NAME + ".yaml");
    }
  }
}
