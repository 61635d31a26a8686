package dev.ccproxy.check.file;

import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.NamedCheck;
import dev.ccproxy.explain.Layer;

/** What the checks of the client's files and machine have in common. */
abstract class ClientCheck extends NamedCheck implements FileCheck {

  ClientCheck(String id, String slug, String title, Layer layer, Group group) {
    super(id, slug, title, layer, group);
  }
}
