package dev.ccproxy.render;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;
import org.jspecify.annotations.Nullable;

/**
 * The beginnings of the files that init creates: comments, order and fixed settings. What depends
 * on the answers is put in by the document of that format, which encodes every value; the
 * placeholders here stand in comments, so their values are reduced to one line of harmless
 * characters.
 */
public final class Templates {
  private static final String PACKAGED = "/templates/files/";

  private final @Nullable Path userFolder;

  /**
   * @param userFolder the {@code files} folder of the user's configuration, whose templates win;
   *     null where there is none
   */
  public Templates(@Nullable Path userFolder) {
    this.userFolder = userFolder;
  }

  /**
   * A filled template.
   *
   * @param name name of the template, e.g. {@code litellm_config.yaml}
   * @param values a value for each placeholder {@code ${name}}
   * @throws DocumentException when a template of the user cannot be read or names a placeholder
   *     that there is not
   */
  public byte[] fill(String name, Map<String, String> values) throws DocumentException {
    String label = userFolder == null ? name : userFolder.resolve(name).toString();
    SourceText template = SourceText.decode(label, read(name, label));
    Map<String, String> harmless = new LinkedHashMap<>();
    values.forEach((key, value) -> harmless.put(key, oneLine(value)));
    try {
      String filled =
          new StringSubstitutor(harmless)
              .setEnableUndefinedVariableException(true)
              .replace(template.text());
      return SourceText.of(filled).encode();
    } catch (IllegalArgumentException e) {
      throw new DocumentException(
          label, null, "has a placeholder that there is not; there are: " + values.keySet());
    }
  }

  private byte[] read(String name, String label) throws DocumentException {
    if (userFolder != null) {
      try {
        return Files.readAllBytes(userFolder.resolve(name));
      } catch (NoSuchFileException | NotDirectoryException e) {
        // The packaged one.
      } catch (IOException e) {
        throw new DocumentException(
            label, null, "cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }
    try (InputStream in = Templates.class.getResourceAsStream(PACKAGED + name)) {
      if (in == null) {
        throw new IllegalStateException(PACKAGED + name + " is missing from the package");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(PACKAGED + name + " cannot be read", e);
    }
  }

  private static String oneLine(String value) {
    StringBuilder out = new StringBuilder();
    value
        .codePoints()
        .filter(
            c -> c >= ' ' && c != 0x7F && c != 0x85 && c != 0x2028 && c != 0x2029 && c != 0xFEFF)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
