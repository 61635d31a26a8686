package dev.ccproxy.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All providers: those that come with the program and those of the user, whose files win over
 * packaged ones of the same name. Files are read when they are asked for, because most commands
 * need one or two of them.
 */
public final class Catalog {
  private static final String PACKAGED = "/templates/providers/";
  private static final String SUFFIX = ".yaml";

  private final @Nullable Path userFolder;

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
    String index = new String(resource("index"), StandardCharsets.UTF_8);
    for (String line : index.split("\n")) {
      if (line.strip().endsWith(SUFFIX)) {
        ids.add(withoutSuffix(line.strip()));
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
    String name = id + SUFFIX;
    try (InputStream in = Catalog.class.getResourceAsStream(PACKAGED + name)) {
      if (in == null) {
        return Optional.empty();
      }
      return Optional.of(ProviderReader.read(id, "templates/providers/" + name, in.readAllBytes()));
    } catch (IOException e) {
      throw new CatalogException(name, null, null, "cannot be read from the program's own jar");
    }
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
   * @param mention only files that hold this text; null: all
   */
  public List<Provider> usable(@Nullable String mention) {
    List<Provider> usable = new ArrayList<>();
    for (String id : ids()) {
      try {
        byte[] bytes = bytes(id);
        // Parsing all files costs more than the rest of a command.
        boolean candidate =
            mention == null
                || (bytes != null && new String(bytes, StandardCharsets.UTF_8).contains(mention));
        if (candidate) {
          provider(id).ifPresent(usable::add);
        }
      } catch (IOException | CatalogException e) {
        // Said when somebody asks for this provider.
      }
    }
    return usable;
  }

  private byte @Nullable [] bytes(String id) throws IOException {
    if (userFolder != null && Files.isRegularFile(userFolder.resolve(id + SUFFIX))) {
      return Files.readAllBytes(userFolder.resolve(id + SUFFIX));
    }
    try (InputStream in = Catalog.class.getResourceAsStream(PACKAGED + id + SUFFIX)) {
      return in == null ? null : in.readAllBytes();
    }
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

  private static String withoutSuffix(String name) {
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static byte[] resource(String name) {
    try (InputStream in = Catalog.class.getResourceAsStream(PACKAGED + name)) {
      if (in == null) {
        throw new IllegalStateException(PACKAGED + name + " is missing from the package");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(PACKAGED + name + " cannot be read", e);
    }
  }
}
