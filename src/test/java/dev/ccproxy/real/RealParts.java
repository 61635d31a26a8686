package dev.ccproxy.real;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build put the real programs; see {@code src/test/real/install.sh}. */
final class RealParts {
  /** The long-term release, and the newest one that is pinned. */
  static final String LITELLM_LONG_TERM = "1.108.11";

  static final String LITELLM_CURRENT = "1.109.1";

  private RealParts() {}

  private static Path folder() {
    return Path.of(System.getProperty("ccproxy.real", "target/real")).toAbsolutePath();
  }

  /** The folder of the {@code litellm} command of a release. */
  static Path liteLlm(String version) {
    return present(folder().resolve("litellm-" + version).resolve("bin"), "litellm");
  }

  /** The folder of {@code uv}. */
  static Path installer() {
    return present(folder().resolve("uv").resolve("bin"), "uv");
  }

  /** What {@code uv} has downloaded before, so that the same files are not fetched again. */
  static Path installerCache() {
    return folder().resolve("uv-cache");
  }

  /** The real Claude Code. */
  static Path client() {
    return present(folder(), "claude").resolve("claude");
  }

  /** The folder of the SDK for TypeScript; see {@code src/test/real/install-sdks.sh}. */
  static Path typeScriptSdk() {
    Path sdk = folder().resolve("sdk-typescript");
    if (!Files.isDirectory(sdk.resolve("node_modules/@anthropic-ai/sdk"))) {
      throw new IllegalStateException("run src/test/real/install-sdks.sh " + folder());
    }
    return sdk;
  }

  /** The Python that has the SDK; see {@code src/test/real/install-sdks.sh}. */
  static Path pythonOfSdk() {
    Path python = folder().resolve("sdk-python/bin/python");
    if (!Files.isExecutable(python)) {
      throw new IllegalStateException("run src/test/real/install-sdks.sh " + folder());
    }
    return python;
  }

  private static Path present(Path folder, String program) {
    if (!Files.isExecutable(folder.resolve(program))) {
      throw new IllegalStateException(
          "no " + program + " in " + folder + ": run src/test/real/install.sh target/real");
    }
    return folder;
  }
}
