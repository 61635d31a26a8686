package dev.ccproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the folder and in the archives that people download. */
class DistributionIT {

  @Test
  void the_archives_hold_the_folder(@TempDir Path scratch) throws Exception {
    Dist dist = Dist.built(scratch);
    Path tar = archive(dist, ".tar.gz");
    assertThat(dist.runAs("tar", "xzf", tar.toString()).exitCode()).isZero();
    String top = tar.getFileName().toString().replace(".tar.gz", "");
    Path unpacked = scratch.resolve(top);
    List<String> files = files(dist.folder());
    assertThat(files(unpacked))
        .isEqualTo(files)
        .contains("bin/ccproxy", "bin/ccproxy.cmd", "lib/train", "LICENSE", "NOTICE");
    assertThat(unpacked.resolve("bin/ccproxy")).isExecutable();
    try (ZipFile zip = new ZipFile(archive(dist, ".zip").toFile())) {
      assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
          .containsExactlyInAnyOrderElementsOf(
              files.stream().map(file -> top + "/" + file).toList());
    }
  }

  @Test
  void each_script_has_the_line_ends_of_its_system(@TempDir Path scratch) throws Exception {
    Path folder = Dist.built(scratch).folder();
    String cmd = Files.readString(folder.resolve("bin/ccproxy.cmd"), StandardCharsets.US_ASCII);
    assertThat(cmd.replace("\r\n", "")).doesNotContain("\n", "\r");
    assertThat(Files.readString(folder.resolve("bin/ccproxy"))).doesNotContain("\r");
    assertThat(Files.readString(folder.resolve("lib/train"))).doesNotContain("\r");
  }

  /** The published picocli is Java 5 bytecode, which no class archive takes. */
  @Test
  void every_class_can_be_archived(@TempDir Path scratch) throws Exception {
    try (Stream<Path> jars = Files.list(Dist.built(scratch).folder().resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          ZipEntry first =
              zip.stream()
                  .filter(
                      entry ->
                          entry.getName().endsWith(".class")
                              && !entry.getName().endsWith("module-info.class"))
                  .findFirst()
                  .orElseThrow();
          byte[] head = zip.getInputStream(zip.getEntry(first.getName())).readNBytes(8);
          assertThat((int) head[7])
              .as("%s: %s", jar.getFileName(), first.getName())
              .isGreaterThanOrEqualTo(50);
        }
      }
    }
  }

  private static Path archive(Dist dist, String ending) throws IOException {
    try (Stream<Path> files = Files.list(dist.folder().resolveSibling(""))) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches("ccproxy-[0-9].*" + Pattern.quote(ending)))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
