package dev.ccproxy.change;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the symbolic links of a path as the kernel does, name by name, so that it can say which
 * link is in the way; {@link Path#toRealPath} cannot, and does not take a file that is yet to be
 * made.
 */
final class Resolver {
  private final Path home;
  private final Path workingDirectory;

  Resolver(Path home, Path workingDirectory) {
    this.home = home;
    this.workingDirectory = workingDirectory;
  }

  /**
   * @throws ChangeRefusedException {@code symlink-dangling}, {@code symlink-loop}, {@code
   *     symlink-leads-out}, {@code parent-is-file}, {@code parent-unreadable}
   */
  Target resolve(Path path) throws ChangeRefusedException {
    return new Walk(path).walk();
  }

  /** In the tree of the home or of the working directory. */
  private boolean inside(Path real) {
    return real.startsWith(real(home)) || real.startsWith(real(workingDirectory));
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException missing) {
      return folder.toAbsolutePath().normalize();
    }
  }

  /** The way along one path. */
  private final class Walk {
    private final Path path;
    private final Deque<Path> rest = new ArrayDeque<>();
    private final List<Path> missing = new ArrayList<>();

    /** Where we are: a place without symbolic links. */
    private Path here;

    private @Nullable BasicFileAttributes found;

    /** The link of the user's path that we are following, and how many names come after it. */
    private @Nullable Path link;

    private int namesAfterLink;
    private int links;
    private boolean throughLink;

    /** The first link that counts as leading out, should we end outside. */
    private @Nullable Path exit;

    Walk(Path path) {
      this.path = path;
      this.here = root(path);
      push(path);
    }

    Target walk() throws ChangeRefusedException {
      while (!rest.isEmpty()) {
        Path name = rest.removeFirst();
        if (rest.size() < namesAfterLink) {
          link = null;
        }
        step(name);
      }
      if (found == null && missing.isEmpty()) {
        found = attributes(here);
      }
      if (exit != null && !inside(here)) {
        throw new ChangeRefusedException(
            "symlink-leads-out",
            path,
            (exit.equals(path) ? "is" : exit + " is")
                + " a symbolic link that leads to "
                + here
                + ", outside of the home and of the current folder",
            "name the file itself, or replace the link by a file");
      }
      List<Path> folders = missing.isEmpty() ? List.of() : missing.subList(0, missing.size() - 1);
      return new Target(path, here, throughLink, found, List.copyOf(folders));
    }

    private void step(Path name) throws ChangeRefusedException {
      String text = name.toString();
      if (text.isEmpty() || text.equals(".")) {
        return;
      }
      if (text.equals("..")) {
        Path above = here.getParent();
        here = above == null ? here : above;
        if (!missing.isEmpty()) {
          missing.remove(missing.size() - 1);
        }
        found = null;
        return;
      }
      Path child = here.resolve(name);
      BasicFileAttributes attributes = missing.isEmpty() ? attributes(child) : null;
      if (attributes == null) {
        if (link != null) {
          throw new ChangeRefusedException(
              "symlink-dangling",
              path,
              (link.equals(path) ? "is" : link + " is")
                  + " a symbolic link to "
                  + child
                  + ", which does not exist",
              "make the file that the link names, or remove the link");
        }
        missing.add(child);
      } else if (attributes.isSymbolicLink()) {
        found = null;
        follow(child);
        return;
      } else if (!attributes.isDirectory() && !rest.isEmpty()) {
        throw new ChangeRefusedException(
            "parent-is-file",
            path,
            child + " is a file, not a folder",
            "rename that file, or name another place");
      }
      here = child;
      found = attributes;
    }

    private void follow(Path child) throws ChangeRefusedException {
      links++;
      if (link == null) {
        link = child;
        namesAfterLink = rest.size();
      }
      if (links > Limits.LINKS) {
        throw new ChangeRefusedException(
            "symlink-loop",
            path,
            (link.equals(path) ? "is" : link + " is")
                + " a symbolic link that leads back to itself",
            "remove the link");
      }
      throughLink |= rest.isEmpty();
      // A link that the system has on the way to a place outside, such as macOS's /tmp, is the
      // user's own choice of place; a link that lies in a project may be somebody else's.
      if (exit == null && (rest.isEmpty() || inside(here))) {
        exit = child;
      }
      Path target;
      try {
        target = Files.readSymbolicLink(child);
      } catch (IOException e) {
        throw unreadable(child, e);
      }
      if (target.isAbsolute()) {
        here = root(target);
      }
      push(target);
    }

    private @Nullable BasicFileAttributes attributes(Path place) throws ChangeRefusedException {
      try {
        return Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException none) {
        return null;
      } catch (IOException e) {
        throw unreadable(place, e);
      }
    }

    private ChangeRefusedException unreadable(Path place, IOException e) {
      Path folder = place.getParent();
      return new ChangeRefusedException(
          "parent-unreadable",
          path,
          e instanceof AccessDeniedException
              ? "the folder " + folder + " may not be entered"
              : place + " cannot be looked at: " + Disk.reason(e),
          "run `ls -ld " + folder + "` and correct the permissions",
          e);
    }

    private void push(Path names) {
      for (int i = names.getNameCount() - 1; i >= 0; i--) {
        rest.addFirst(names.getName(i));
      }
    }

    private static Path root(Path absolute) {
      Path root = absolute.getRoot();
      if (root == null) {
        throw new IllegalArgumentException("not an absolute path: " + absolute);
      }
      return root;
    }
  }
}
