package dev.ccproxy.config;

import dev.ccproxy.catalog.Version;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files to read, where the usual places are not meant.
 *
 * @param configs configurations of LiteLLM; empty: what lies in the working directory
 * @param settings the file of the client's {@code --settings}; null for none
 * @param envFiles env files of the gateway; empty: {@code litellm.env} and {@code .env} beside the
 *     configuration
 * @param client null: found out
 * @param clientVersion null: found out
 * @param managedFolder where the administrator's settings are; null: the usual place of this system
 */
public record WorkspaceRequest(
    List<Path> configs,
    @Nullable Path settings,
    List<Path> envFiles,
    @Nullable ClientKind client,
    @Nullable Version clientVersion,
    @Nullable Path managedFolder) {

  /** The usual places. */
  public static final WorkspaceRequest USUAL =
      new WorkspaceRequest(List.of(), null, List.of(), null, null, null);

  public WorkspaceRequest {
    configs = List.copyOf(configs);
    envFiles = List.copyOf(envFiles);
  }
}
