package dev.ccproxy.catalog;

import dev.ccproxy.document.SourceDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All providers: those that come with the program and those of the user, whose files win over
 * packaged ones of the same name. Files are read when they are asked for, because most commands
 * need one or two of them.
 */
public final class Catalog {
  private static final String FOLDER = "providers/";
  private static final String SUFFIX = ".yaml";

  private final @Nullable Path userFolder;

  /** Texts and providers that were read already: several checks ask for the same ones. */
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  private final Map<String, Provider> known = new ConcurrentHashMap<>();

  /**
   * @param userFolder the {@code providers} folder of the user's configuration; null where there is
   *     none
   */
  public Catalog(@Nullable Path userFolder) {
    this.userFolder = userFolder;
  }

  /** Ids of all providers, sorted. An unreadable folder of the user counts as empty. */
  public List<String> ids() {
    TreeSet<String> ids = new TreeSet<>();
    for (String name : PackagedFacts.names()) {
      if (name.startsWith(FOLDER)) {
        ids.add(name.substring(FOLDER.length()));
      }
    }
    if (userFolder != null) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(userFolder, "*" + SUFFIX)) {
        for (Path file : files) {
          ids.add(withoutSuffix(file.getFileName().toString()));
        }
      } catch (IOException e) {
        // No folder is the ordinary case; what is in an unreadable one cannot be named anyway.
      }
    }
    return new ArrayList<>(ids);
  }

  /**
   * The provider of that id.
   *
   * @throws CatalogException when its file cannot be used
   */
  public Optional<Provider> provider(String id) throws CatalogException {
    if (!isId(id)) {
      return Optional.empty();
    }
    if (userFolder != null) {
      Path file = userFolder.resolve(id + SUFFIX);
      try {
        return Optional.of(ProviderReader.read(id, file.toString(), Files.readAllBytes(file)));
      } catch (NoSuchFileException | NotDirectoryException e) {
        // The packaged one, if any.
      } catch (IOException e) {
        throw new CatalogException(
            file.toString(), null, null, "cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }
    SourceDocument packaged = PackagedFacts.find(FOLDER + id);
    return packaged == null ? Optional.empty() : Optional.of(ProviderReader.read(id, packaged));
  }

  /**
   * All providers, sorted by id.
   *
   * @throws CatalogException when one of the files cannot be used
   */
  public List<Provider> all() throws CatalogException {
    List<Provider> all = new ArrayList<>();
    for (String id : ids()) {
      provider(id).ifPresent(all::add);
    }
    return all;
  }

  /**
   * The providers whose files can be used, sorted by id; for searching through all of them, where a
   * broken file of the user is no reason to fail.
   *
   * @param mention only files that hold this value, in whichever format they are written; null: all
   */
  public List<Provider> usable(@Nullable String mention) {
    List<Provider> usable = new ArrayList<>();
    for (String id : ids()) {
      try {
        // Parsing all files costs more than the rest of a command.
        if (mention == null || text(id).contains(mention)) {
          Provider provider = known.get(id);
          if (provider == null) {
            provider = provider(id).orElse(null);
          }
          if (provider != null) {
            known.put(id, provider);
            usable.add(provider);
          }
        }
      } catch (IOException | CatalogException e) {
        // Said when somebody asks for this provider.
      }
    }
    return usable;
  }

  private String text(String id) throws IOException {
    String text = texts.get(id);
    if (text == null) {
      text = read(id);
      texts.put(id, text);
    }
    return text;
  }

  private String read(String id) throws IOException {
    if (userFolder != null && Files.isRegularFile(userFolder.resolve(id + SUFFIX))) {
      return new String(
          Files.readAllBytes(userFolder.resolve(id + SUFFIX)), StandardCharsets.UTF_8);
    }
    String packaged = PackagedFacts.text(FOLDER + id);
    return packaged == null ? "" : packaged;
  }

  private static boolean isId(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
        return false;
      }
    }
    return !id.isEmpty();
  }

  static String withoutSuffix(String name) {
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
