package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ccproxy.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a group can read: of a group that is not the owner's own. */
class FileModeCheckTest {
  @TempDir private Path root;

  private Fixture fixture;
  private Path folder;
  private Path file;
  private String owner;

  @BeforeEach
  void copy() throws Exception {
    fixture = new Fixture("CCP-S301/bad", root);
    folder = fixture.home().resolve(".claude");
    file = folder.resolve("settings.json");
    owner = Files.getOwner(file).getName();
    mode(file, "rw-r-----");
  }

  @Test
  void names_the_group() throws Exception {
    giveToAnotherGroup();
    mode(folder, "rwxr-x---");
    assertThat(titles()).containsExactly("~/.claude/settings.json can be read by the group daemon");
  }

  @Test
  void is_silent_where_the_group_cannot_come_in() throws Exception {
    giveToAnotherGroup();
    mode(folder, "rwxr-----");
    assertThat(titles()).isEmpty();
  }

  @Test
  void is_silent_where_the_group_cannot_read() throws Exception {
    giveToAnotherGroup();
    mode(file, "rw--w----");
    assertThat(titles()).isEmpty();
  }

  @Test
  void is_silent_where_the_group_is_the_owners_own() throws Exception {
    assumeTrue(attributes().readAttributes().group().getName().equals(owner), "no such group");
    assertThat(titles()).isEmpty();
  }

  private List<String> titles() {
    return fixture.diagnosis().findings().stream()
        .filter(finding -> finding.id().equals("CCP-S301"))
        .map(Finding::title)
        .toList();
  }

  private void giveToAnotherGroup() {
    boolean given = true;
    try {
      GroupPrincipal group =
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("daemon");
      attributes().setGroup(group);
    } catch (IOException e) {
      given = false;
    }
    assumeTrue(given, "only root can give a file to a group of others");
  }

  private PosixFileAttributeView attributes() {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
