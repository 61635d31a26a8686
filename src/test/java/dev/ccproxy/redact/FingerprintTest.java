package dev.ccproxy.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same as the JDK's SHA-256. */
class FingerprintTest {
  private static String expected(String text) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, 8);
  }

  @Test
  void of_every_length_around_the_ends_of_blocks() throws NoSuchAlgorithmException {
    for (int length = 0; length < 260; length++) {
      String text = "k".repeat(length);
      assertThat(Fingerprint.of(text, 8)).as("%d characters", length).isEqualTo(expected(text));
    }
  }

  @Test
  void of_any_characters() throws NoSuchAlgorithmException {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      String text =
          random
              .ints(random.nextInt(100), 1, 0xD800)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(Fingerprint.of(text, 8)).isEqualTo(expected(text));
    }
  }

  @Test
  void it_has_as_many_digits_as_were_asked_for() throws NoSuchAlgorithmException {
    // Its hash begins with a zero.
    String text = "sk-39";
    for (int i = 0; !expected(text).startsWith("0"); i++) {
      text = "sk-" + i;
    }
    assertThat(Fingerprint.of(text, 4)).isEqualTo(expected(text).substring(0, 4)).hasSize(4);
  }
}
