package dev.ccproxy.tour;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The fault of the tour, and what a client makes of it: a dated file, since it is about the world
 * outside.
 *
 * @param fault its id
 * @param happened what went wrong in the gateway, a sentence
 * @param client what Claude Code shows
 * @param mended what was done about it, a sentence
 */
record Lesson(String fault, String happened, String client, String mended) {
  private static final String FILE = "lesson.properties";

  static Lesson packaged() {
    Properties texts = new Properties();
    try (InputStream in = Lesson.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the package");
      }
      Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
      texts.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Lesson(
        text(texts, "fault"),
        text(texts, "happened"),
        text(texts, "client"),
        text(texts, "mended"));
  }

  private static String text(Properties texts, String key) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new IllegalStateException(FILE + " lacks " + key);
    }
    return text;
  }
}
