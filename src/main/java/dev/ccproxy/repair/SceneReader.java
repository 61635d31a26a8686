package dev.ccproxy.repair;

import dev.ccproxy.check.FileScene;
import java.nio.file.Path;
import java.util.Map;

/** Reads what the static checks look at. */
public interface SceneReader {

  /**
   * Reads it anew.
   *
   * @param instead content that takes the place of what is on disk; empty: as it is
   */
  FileScene read(Map<Path, byte[]> instead);
}
