package dev.ccproxy.docs;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks where the links of a page lead, as far as that can be seen without a network. */
final class Links {
  private Links() {}

  /**
   * @param repository folder to which the name of the page is relative
   */
  static List<String> faults(Path repository, MarkdownPage page) {
    List<String> faults = new ArrayList<>();
    for (MarkdownPage.Found link : page.links()) {
      String what = fault(repository, page, link.text());
      if (!what.isEmpty()) {
        faults.add(page.name() + ":" + link.line() + ": " + link.text() + ": " + what);
      }
    }
    return faults;
  }

  private static String fault(Path repository, MarkdownPage page, String target) {
    if (target.startsWith("https://") || target.startsWith("http://")) {
      try {
        return new URI(target).getHost() == null ? "has no host" : "";
      } catch (URISyntaxException e) {
        return "is no URL";
      }
    }
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    String anchor = hash < 0 ? "" : target.substring(hash + 1);
    Path here = repository.resolve(page.name());
    Path there = file.isEmpty() ? here : here.resolveSibling(file).normalize();
    if (!file.isEmpty() && !(there.startsWith(repository) && Files.exists(there))) {
      return "there is no such file";
    }
    if (anchor.isEmpty()) {
      return "";
    }
    MarkdownPage other = file.isEmpty() ? page : MarkdownPage.read(there, file);
    return other.anchors().contains(anchor) ? "" : "there is no such heading";
  }
}
