package dev.ccproxy.cli;

import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.launch.GatewayControl;
import dev.ccproxy.launch.GatewayWish;
import dev.ccproxy.launch.LaunchException;
import dev.ccproxy.repair.GatewayRestart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts gateways again after a repair: those that {@code ccproxy up --detach} started, no other.
 */
final class OwnGateway implements GatewayRestart {
  private final Context context;
  private @Nullable GatewayWish wish;

  OwnGateway(Context context) {
    this.context = context;
  }

  @Override
  public boolean restart(FileScene scene) {
    List<LiteLlmConfig> configs = scene.workspace().configs();
    try {
      GatewayControl control = new GatewayControl(context.environment());
      // One that did not start the last time is still the one to start.
      GatewayWish known = wish;
      if (known == null && !configs.isEmpty()) {
        known = control.restartable(configs.get(0).file().path());
        wish = known;
      }
      if (known == null) {
        return false;
      }
      control.restart(
          known, context.redactor(), GatewayOptions.talk(context), LaunchPlugs.explaining(context));
      return true;
    } catch (LaunchException | DocumentException e) {
      // That it does not run is what the checks show next.
      return false;
    }
  }
}
