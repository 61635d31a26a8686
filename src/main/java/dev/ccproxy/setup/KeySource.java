package dev.ccproxy.setup;

import dev.ccproxy.redact.Secret;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keys that come from outside of files and variables: standard input and the person at the
 * terminal.
 */
public interface KeySource {

  /**
   * What {@code --key-file} names.
   *
   * @param file path, or {@code -} for standard input
   * @throws IOException when it cannot be read; the message holds no content
   */
  String read(String file) throws IOException;

  /**
   * Asks for a key without showing it.
   *
   * @param name what is asked for
   * @return null when there is nobody to ask, or nothing was typed
   */
  @Nullable Secret ask(String name, String title);
}
