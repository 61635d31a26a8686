package dev.ccproxy.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Set;

/** Says whether a file belongs to somebody else than the user who runs this process. */
@FunctionalInterface
interface FileOwners {

  /**
   * File systems without owners of their own, or with those of another machine: they show one user
   * for every file, or map users, so that our own new file may look foreign too.
   */
  Set<String> ONE_OWNER_FOR_ALL =
      Set.of(
          "9p",
          "drvfs",
          "virtiofs",
          "vboxsf",
          "fakeowner",
          "fuseblk",
          "vfat",
          "msdos",
          "exfat",
          "ntfs3",
          "cifs",
          "smb3",
          "smbfs",
          "nfs",
          "nfs4");

  /**
   * Call only where {@link Disk#unix}.
   *
   * @param real a file that exists
   */
  boolean foreign(Path real) throws IOException;

  /**
   * Asks the system, without writing anything. Where it cannot know, it says no: before a file is
   * replaced, its owner is compared with that of the new file all the same.
   *
   * @param self belongs to the user of this process: {@code /proc/self}
   * @param user name of that user, which decides where {@code self} does not exist
   * @param unsure types of file systems on which an owner says nothing
   */
  static FileOwners system(Path self, String user, Set<String> unsure) {
    return real -> {
      boolean foreign =
          Files.exists(self)
              ? Disk.uid(real) != (Integer) Files.getAttribute(self, "unix:uid")
              : !ownedBy(user, real);
      return foreign && !unsure.contains(Files.getFileStore(real).type());
    };
  }

  private static boolean ownedBy(String user, Path real) throws IOException {
    try {
      UserPrincipal principal =
          real.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
      return principal.equals(Files.getOwner(real));
    } catch (UserPrincipalNotFoundException unknown) {
      return true;
    }
  }
}
