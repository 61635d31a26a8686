package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be read, and where links may lead. */
class FileStoreTest {
  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private World world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = World.in(folder);
  }

  private ChangeRefusedException readRefused(String code, Path path) throws IOException {
    ChangeRefusedException refusal = world.refused(code, () -> world.store.read(path));
    assertThat(refusal.file()).isEqualTo(path);
    assertThat(refusal).hasMessage(path + ": " + refusal.reason());
    assertThat(world.state).doesNotExist();
    return refusal;
  }

  @Test
  void a_file_is_read_byte_for_byte() throws Exception {
    byte[] content = {0, (byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '\r', '\n', (byte) 0xFF};
    Path file = Files.write(world.home.resolve("f"), content);
    assertThat(world.store.read(file)).isEqualTo(content);
    assertThat(world.store.read(World.file(world.home.resolve("empty"), ""))).isEmpty();
  }

  @Test
  void no_file_is_no_error() throws Exception {
    assertThat(world.store.read(world.home.resolve("none"))).isNull();
    assertThat(world.store.read(world.home.resolve("no/folder/either"))).isNull();
    assertThat(world.state).doesNotExist();
  }

  @Test
  void a_file_of_the_largest_size_is_read_and_one_byte_more_is_refused() throws Exception {
    Path file = world.home.resolve("big");
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(10 * 1024 * 1024);
    }
    assertThat(world.store.read(file)).hasSize(10 * 1024 * 1024);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(10 * 1024 * 1024 + 1);
    }
    assertThat(readRefused("target-too-big", file).reason())
        .isEqualTo("is bigger than 10 MB, too big for a settings file");
  }

  @Test
  void a_folder_is_no_file() throws Exception {
    Path target = Files.createDirectory(world.home.resolve("settings.json"));
    ChangeRefusedException refusal = readRefused("target-is-directory", target);
    assertThat(refusal.reason()).isEqualTo("is a folder, not a file");
    readRefused("target-is-directory", Path.of("/"));
    readRefused("target-is-directory", Path.of("/."));
    readRefused("target-is-directory", world.home.resolve("."));
    Path toRoot = Files.createSymbolicLink(world.home.resolve("root"), Path.of("/"));
    readRefused("symlink-leads-out", toRoot);
    Files.delete(toRoot);
    Files.delete(target);
    World.file(target, "x");
    Path up = Files.createSymbolicLink(world.home.resolve("up"), Path.of("../home"));
    readRefused("target-is-directory", up);
    assertThat(world.store.read(up.resolve("settings.json"))).isEqualTo(World.bytes("x"));
  }

  @Test
  void a_pipe_is_refused_without_opening_it() throws Exception {
    Path fifo = world.home.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    readRefused("target-not-regular", fifo);
    Path link = Files.createSymbolicLink(world.home.resolve("link"), fifo);
    readRefused("target-not-regular", link);
  }

  @Test
  void a_device_is_refused() throws Exception {
    readRefused("target-not-regular", Path.of("/dev/null"));
  }

  @Test
  void a_file_that_its_owner_may_not_read_is_refused_even_to_root() throws Exception {
    Path file = World.file(world.home.resolve("f 'x"), "content-42", "-wx-wxrwx");
    ChangeRefusedException refusal = readRefused("target-unreadable", file);
    assertThat(refusal.reason()).isEqualTo("may not be read");
    assertThat(refusal.next())
        .isEqualTo(
            "if that is not on purpose, run `chmod u+r '"
                + file.toString().replace("'", "'\\''")
                + "'`");
    World.mode(file, "r--------");
    assertThat(world.store.read(file)).hasSize(10);
  }

  @Test
  void plain_names_are_shown_without_quotes() throws Exception {
    Path file = World.file(world.home.resolve("f_1-2.x"), "", "-w-------");
    assertThat(readRefused("target-unreadable", file).next())
        .isEqualTo("if that is not on purpose, run `chmod u+r " + file + "`");
  }

  @Test
  void the_file_of_another_user_is_refused_also_to_root() throws Exception {
    Path file = World.file(world.home.resolve("f"), "content-42");
    assumeTrue(Disk.uid(file) == 0, "needs root to give a file away");
    Files.setAttribute(file, "unix:uid", 4711);
    ChangeRefusedException refusal = readRefused("target-foreign-owner", file);
    assertThat(refusal.reason()).isEqualTo("belongs to the user 4711, not to you");
    assertThat(refusal.next())
        .isEqualTo(
            "run ccproxy as 4711 (without sudo, if you used it), or take the file over with"
                + " chown");
  }

  @Test
  void without_proc_the_name_of_the_user_tells_who_we_are() throws Exception {
    Path file = World.file(world.home.resolve("f"), "");
    FileOwners owners =
        FileOwners.system(world.home.resolve("no-proc"), System.getProperty("user.name"), Set.of());
    assertThat(owners.foreign(file)).isFalse();
    assumeTrue(Disk.uid(file) == 0, "needs root to give a file away");
    Files.setAttribute(file, "unix:uid", 4711);
    assertThat(owners.foreign(file)).isTrue();
    // In a container a user may have no name.
    FileOwners nameless = FileOwners.system(world.home.resolve("no-proc"), "?", Set.of());
    assertThat(nameless.foreign(file)).isFalse();
  }

  @Test
  void on_a_file_system_without_owners_nobody_is_foreign() throws Exception {
    Path file = World.file(world.home.resolve("f"), "");
    assumeTrue(Disk.uid(file) == 0, "needs root to give a file away");
    Path self = World.file(world.home.resolve("self"), "");
    Files.setAttribute(self, "unix:uid", 4711);
    String type = Files.getFileStore(file).type();
    assertThat(FileOwners.system(self, "", Set.of("other")).foreign(file)).isTrue();
    assertThat(FileOwners.system(self, "", Set.of(type)).foreign(file)).isFalse();
    assertThat(FileOwners.ONE_OWNER_FOR_ALL).contains("9p", "vfat").doesNotContain(type);
  }

  @Test
  void a_dangling_link_is_refused_and_named() throws Exception {
    Path link = Files.createSymbolicLink(world.home.resolve("f"), Path.of("nowhere"));
    assertThat(readRefused("symlink-dangling", link).reason())
        .isEqualTo(
            "is a symbolic link to " + world.home.resolve("nowhere") + ", which does not exist");
  }

  @Test
  void a_dangling_link_in_a_folder_above_is_refused_and_named() throws Exception {
    Path link = Files.createSymbolicLink(world.home.resolve(".claude"), Path.of("dots/claude"));
    Files.createDirectory(world.home.resolve("dots"));
    assertThat(readRefused("symlink-dangling", link.resolve("settings.json")).reason())
        .isEqualTo(
            link
                + " is a symbolic link to "
                + world.home.resolve("dots/claude")
                + ", which does not exist");
  }

  @Test
  void what_is_missing_behind_a_good_link_is_just_missing() throws Exception {
    Path dots = Files.createDirectories(world.home.resolve("dots/claude"));
    Path link = Files.createSymbolicLink(world.home.resolve(".claude"), Path.of("dots/claude"));
    Path path = link.resolve("a/b/settings.json");
    assertThat(world.store.read(path)).isNull();
    Target target = world.store.resolve(path);
    assertThat(target.real()).isEqualTo(dots.resolve("a/b/settings.json"));
    assertThat(target.missingFolders()).containsExactly(dots.resolve("a"), dots.resolve("a/b"));
    assertThat(target.existingFolder()).isEqualTo(dots);
    assertThat(target.throughLink()).isFalse();
  }

  @Test
  void a_chain_of_links_is_followed_as_far_as_the_kernel_does() throws Exception {
    Path last = World.file(world.home.resolve("l0"), "end");
    for (int i = 1; i <= 41; i++) {
      Files.createSymbolicLink(world.home.resolve("l" + i), Path.of("l" + (i - 1)));
    }
    Target target = world.store.resolve(world.home.resolve("l40"));
    assertThat(target.real()).isEqualTo(last);
    assertThat(target.throughLink()).isTrue();
    assertThat(Files.exists(world.home.resolve("l40"))).isTrue();
    Path tooLong = world.home.resolve("l41");
    assertThat(Files.exists(tooLong)).isFalse();
    readRefused("symlink-loop", tooLong);
  }

  @Test
  void links_that_lead_in_circles_are_refused() throws Exception {
    Path a = Files.createSymbolicLink(world.home.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(world.home.resolve("b"), Path.of("a"));
    assertThat(readRefused("symlink-loop", a).reason())
        .isEqualTo("is a symbolic link that leads back to itself");
    assertThat(readRefused("symlink-loop", a.resolve("f")).reason())
        .isEqualTo(a + " is a symbolic link that leads back to itself");
  }

  @Test
  void a_link_within_the_home_or_into_the_project_is_followed() throws Exception {
    Path one = World.file(world.home.resolve("one"), "1");
    Path two = World.file(world.project.resolve("two"), "2");
    Path absolute = Files.createSymbolicLink(world.home.resolve("a"), one);
    Path relative = Files.createSymbolicLink(world.home.resolve("b"), Path.of("../project/./two"));
    assertThat(world.store.read(absolute)).isEqualTo(World.bytes("1"));
    assertThat(world.store.read(relative)).isEqualTo(World.bytes("2"));
    assertThat(world.store.resolve(relative).real()).isEqualTo(two);
  }

  @Test
  void a_link_out_of_home_and_project_is_refused_and_named() throws Exception {
    Path far = World.file(world.outside.resolve("f"), "far");
    Path link = Files.createSymbolicLink(world.home.resolve("f"), far);
    assertThat(readRefused("symlink-leads-out", link).reason())
        .isEqualTo(
            "is a symbolic link that leads to "
                + far
                + ", outside of the home and of the current folder");
    Path above = Files.createSymbolicLink(world.project.resolve(".claude"), world.outside);
    assertThat(readRefused("symlink-leads-out", above.resolve("new")).reason())
        .isEqualTo(
            above
                + " is a symbolic link that leads to "
                + world.outside.resolve("new")
                + ", outside of the home and of the current folder");
  }

  @Test
  void a_place_outside_that_the_user_names_is_fine() throws Exception {
    Path far = World.file(world.outside.resolve("f"), "far");
    assertThat(world.store.read(far)).isEqualTo(World.bytes("far"));
  }

  @Test
  void a_link_of_the_system_on_the_way_to_a_named_place_is_fine_but_the_file_itself_is_none()
      throws Exception {
    Path real = Files.createDirectory(world.outside.resolve("real"));
    Path far = World.file(real.resolve("f"), "far");
    Path link = Files.createSymbolicLink(world.outside.resolve("link"), real);
    assertThat(world.store.read(link.resolve("f"))).isEqualTo(World.bytes("far"));
    Path file = Files.createSymbolicLink(world.outside.resolve("g"), far);
    readRefused("symlink-leads-out", file);
  }

  @Test
  void a_home_that_is_reached_through_a_link_is_still_the_home() throws Exception {
    Path file = World.file(world.home.resolve("f"), "x");
    Path link = Files.createSymbolicLink(world.home.resolve("l"), file);
    Path alias = Files.createSymbolicLink(world.outside.resolve("home"), world.home);
    FileStore store = new FileStore(alias, world.project);
    assertThat(store.read(link)).isEqualTo(World.bytes("x"));
    assertThat(store.read(alias.resolve("l"))).isEqualTo(World.bytes("x"));
  }

  @Test
  void a_home_that_does_not_exist_holds_nothing() throws Exception {
    FileStore store = new FileStore(world.root.resolve("nobody"), world.project);
    Path far = World.file(world.outside.resolve("f"), "far");
    Path link = Files.createSymbolicLink(world.project.resolve("l"), far);
    world.refused("symlink-leads-out", () -> store.read(link));
  }

  @ParameterizedTest
  @CsvSource({"a/../f,f", "./f,f", "a/b/../../f,f", "missing/../f,f", "missing/x/../../f,f"})
  void dots_in_a_path_are_walked(String path, String real) throws Exception {
    Files.createDirectories(world.home.resolve("a/b"));
    World.file(world.home.resolve("f"), "x");
    Path asked = Path.of(world.home + "/" + path);
    assertThat(world.store.resolve(asked).real()).isEqualTo(world.home.resolve(real));
  }

  @Test
  void two_dots_after_a_link_mean_the_folder_above_its_target() throws Exception {
    Files.createDirectories(world.home.resolve("x/y"));
    Path file = World.file(world.home.resolve("x/f"), "x");
    Files.createSymbolicLink(world.home.resolve("l"), Path.of("x/y"));
    assertThat(world.store.resolve(Path.of(world.home + "/l/../f")).real()).isEqualTo(file);
    assertThat(world.store.resolve(Path.of("/../..//proc")).real()).isEqualTo(Path.of("/proc"));
    readRefused("target-is-directory", Path.of(world.home + "/l/.."));
  }

  @Test
  void a_file_cannot_be_a_folder_on_the_way() throws Exception {
    Path file = World.file(world.home.resolve(".claude"), "x");
    ChangeRefusedException refusal = readRefused("parent-is-file", file.resolve("a/settings.json"));
    assertThat(refusal.reason()).isEqualTo(file + " is a file, not a folder");
  }

  @Test
  void a_name_that_no_file_can_have_is_refused() throws Exception {
    Path path = world.home.resolve("n".repeat(300)).resolve("f");
    assertThat(readRefused("parent-unreadable", path).reason()).endsWith("File name too long");
  }

  @Test
  void a_relative_path_is_a_mistake_of_the_program() {
    assertThatThrownBy(() -> world.store.read(Path.of("f")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an absolute path: f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a'b", "a\nb", "ä", "-x", "💥"})
  void odd_names_are_just_names(String name) throws Exception {
    Path file = World.file(world.home.resolve(name), "x");
    assertThat(world.store.read(file)).isEqualTo(World.bytes("x"));
  }

  @Test
  void no_content_stands_in_a_refusal() throws Exception {
    Path file = World.file(world.home.resolve("f"), "sk-planted-secret", "-w-------");
    ChangeRefusedException refusal = readRefused("target-unreadable", file);
    assertThat(refusal + refusal.next() + Arrays.toString(refusal.getStackTrace()))
        .doesNotContain("sk-planted");
  }

  @ParameterizedTest
  @CsvSource({
    // mode now, secret, new content, mode afterwards
    "rw-r--r--,false,new,0644",
    "rw-rw-r--,false,new,0664",
    "rwxr-xr-x,false,new,0755",
    "rw-------,false,new,0600",
    "rw-r--r--,true,new,0600",
    "rwxr-x---,true,new,0600",
    "rw-r--r--,true,old,0644",
    ",false,new,0644",
    ",true,new,0600",
    "rw-r--r--,false,,",
  })
  void the_mode_afterwards_is_known_before(String now, boolean secret, String after, String mode)
      throws Exception {
    Path file = world.home.resolve("f");
    if (now != null) {
      World.file(file, "old", now);
    }
    FileChange change =
        new FileChange(
            file, world.store.read(file), after == null ? null : World.bytes(after), secret);
    assertThat(world.store.modeAfter(change)).isEqualTo(mode);
    world.changes().apply(World.plan(change));
    if (mode != null) {
      assertThat(octal(file)).isEqualTo(mode);
    }
  }

  @Test
  void a_file_that_stays_missing_has_no_mode() throws Exception {
    Path none = world.home.resolve("none");
    assertThat(world.store.modeAfter(new FileChange(none, null, null, true))).isNull();
  }

  private static String octal(Path file) throws IOException {
    return String.format("%04o", (Integer) Files.getAttribute(file, "unix:mode") & 07777);
  }
}
