package dev.ccproxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {
  @TempDir Path folder;

  @Test
  void the_cause_is_the_exception_above_the_banner() {
    assertThat(
            LogText.cause(
                """
                Traceback (most recent call last):
                  File "a.py", line 1, in <module>
                KeyError: 'x'

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                litellm.proxy.auth.UnsafeMasterKeyError: LiteLLM proxy refused to start: no master key is set
                \u001b[31mERROR\u001b[0m:    Application startup failed. Exiting.
                 Thank you for using LiteLLM! - Krrish & Ishaan
                """))
        .isEqualTo(
            "litellm.proxy.auth.UnsafeMasterKeyError: LiteLLM proxy refused to start: no master key"
                + " is set");
  }

  @Test
  void a_misleading_last_one_gives_way_to_the_first() {
    assertThat(
            LogText.cause(
                "ImportError: cannot import name 'get_flat_dependant'\n"
                    + "ModuleNotFoundError: No module named 'proxy_server'\n"))
        .startsWith("ImportError");
  }

  @ParameterizedTest
  @CsvSource({
    "'ERROR:    [Errno 98] error while attempting to bind',[Errno 98] error while attempting to"
        + " bind",
    "'Error: No such option: --confg',No such option: --confg",
    "'something else',something else"
  })
  void what_is_no_exception_counts_too(String line, String cause) {
    assertThat(LogText.cause("first\n" + line + "\n")).isEqualTo(cause);
  }

  @Test
  void without_a_word_there_is_no_cause() {
    assertThat(LogText.cause("\n \n")).isNull();
  }

  @Test
  void colours_are_taken_out_and_the_rest_stays() {
    assertThat(LogText.plain("\u001b[1;37mLiteLLM\u001b[0m: [x]\u001b")).isEqualTo("LiteLLM: [x]");
  }

  @ParameterizedTest
  @CsvSource({
    "'',true",
    "#-----#,true",
    "' Thank you for using LiteLLM! - x',true",
    "'INFO:     127.0.0.1:1 - \"GET /health/readiness HTTP/1.0\" 200 OK',true",
    "'INFO:     127.0.0.1:1 - \"POST /v1/messages HTTP/1.1\" 200 OK',false",
    "gpt-4o,false"
  })
  void the_banner_is_noise(String line, boolean noise) {
    assertThat(LogText.isNoise(line)).isEqualTo(noise);
  }

  @Test
  void a_tail_gives_whole_lines_and_notices_a_new_beginning() throws IOException {
    Path file = folder.resolve("log");
    LogTail tail = new LogTail(file);
    assertThat(tail.next()).isEmpty();
    Files.writeString(file, "one\ntw");
    assertThat(tail.next()).containsExactly("one");
    Files.writeString(file, "o\nthree\n", StandardOpenOption.APPEND);
    assertThat(tail.next()).containsExactly("two", "three");
    assertThat(tail.next()).isEmpty();
    Files.writeString(file, "new\n");
    assertThat(tail.next()).containsExactly("new");
  }
}
