package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;

/**
 * Whether the key stands in the header that the endpoint reads. Found by the check of the
 * credential, which tries the other header when the client's is refused.
 */
final class CredentialHeader extends EndpointCheck {

  CredentialHeader() {
    super(
        "CCP-L202",
        "wrong-credential-header",
        "is the key in the header that the endpoint reads",
        Layer.CLIENT_CONFIG,
        Group.CREDENTIALS,
        Mode.QUICK,
        "CCP-L106");
  }

  @Override
  public LiveResult run(Chain chain) {
    return LiveResult.OK;
  }
}
