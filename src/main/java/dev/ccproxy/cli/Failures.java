package dev.ccproxy.cli;

import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.launch.LaunchException;
import dev.ccproxy.report.Failure;
import dev.ccproxy.setup.SetupException;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/** Turns what services throw into the one shape of a failure. */
final class Failures {
  private Failures() {}

  /** The failure of an expected exception; null for a fault of the program. */
  static @Nullable Failure of(Exception e, UserEnvironment environment) {
    if (e instanceof CommandFailedException failed) {
      return failed.failure();
    }
    if (e instanceof SetupException setup) {
      return new Failure(
          setup.code(),
          message(setup),
          setup.file(),
          setup.line(),
          setup.column(),
          setup.next(),
          setup.isUsage() ? ExitCode.USAGE : ExitCode.REFUSED);
    }
    if (e instanceof LaunchException launch) {
      int exitCode =
          switch (launch.kind()) {
            case USAGE -> ExitCode.USAGE;
            case OWN -> ExitCode.REFUSED;
            case CLIENT_NOT_EXECUTABLE -> ExitCode.CLIENT_NOT_EXECUTABLE;
            case CLIENT_NOT_FOUND -> ExitCode.CLIENT_NOT_FOUND;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
          };
      return new Failure(launch.code(), launch.reason(), null, null, null, launch.next(), exitCode);
    }
    if (e instanceof InvalidPathException) {
      return new Failure(
          "path-unusable",
          "A path on the command line is none on this system",
          null,
          null,
          null,
          "check its characters",
          ExitCode.USAGE);
    }
    if (e instanceof ChangeRefusedException refused) {
      String file = refused.file() == null ? null : environment.shorten(refused.file());
      return new Failure(
          refused.code(), refused.reason(), file, null, null, refused.next(), ExitCode.REFUSED);
    }
    if (e instanceof CatalogException catalog) {
      return new Failure(
          "provider-file-unusable",
          "A provider file cannot be used: " + catalog.reason(),
          catalog.file(),
          catalog.line(),
          catalog.column(),
          "put it right or remove it; docs/contributing/adding-a-provider.md describes the form",
          ExitCode.REFUSED);
    }
    if (e instanceof DocumentException document) {
      return new Failure(
          "broken-file",
          document.reason(),
          document.document(),
          document.line(),
          document.column(),
          "put this place right, then run again",
          ExitCode.REFUSED);
    }
    return null;
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
