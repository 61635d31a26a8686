"""Shows configurations to LiteLLM's own loader, all in one process.

Arguments: project folders. Prints one JSON object a line: what became of litellm_config.yaml there.
"""

import asyncio
import contextlib
import copy
import io
import json
import os
import signal
import sys

import litellm
from litellm.proxy import proxy_server

try:
    from litellm.proxy.auth.master_key_boot_check import master_key_boot_verdict
except ImportError:
    master_key_boot_verdict = None

PLAIN = (bool, int, float, str, type(None), list, dict)
MODULE = {k: copy.copy(v) for k, v in vars(litellm).items() if not k.startswith("__") and isinstance(v, PLAIN)}
ENVIRONMENT = dict(os.environ)
SECONDS = 20


class Hangs(BaseException):
    pass


def hang(*_):
    raise Hangs()


def variables(folder):
    path = os.path.join(folder, "litellm.env")
    if os.path.exists(path):
        with open(path) as lines:
            for line in lines:
                name, equals, value = line.strip().partition("=")
                if equals:
                    os.environ[name] = value


def verdict(settings):
    if master_key_boot_verdict is None:
        return None
    return type(
        master_key_boot_verdict(
            master_key=proxy_server.master_key,
            environment_master_key=os.environ.get("LITELLM_MASTER_KEY"),
            general_settings=settings or {},
            config_file_path=None,
            override_env_is_on=False,
            salt_key_is_set=False,
            database_is_configured=False,
        )
    ).__name__


def load(folder):
    for name, value in MODULE.items():
        setattr(litellm, name, copy.copy(value))
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    variables(folder)
    proxy_server.master_key = None
    noise = io.StringIO()
    try:
        signal.alarm(SECONDS)
        with contextlib.redirect_stdout(noise), contextlib.redirect_stderr(noise):
            config = os.path.join(folder, "litellm_config.yaml")
            router, _, settings = asyncio.run(proxy_server.ProxyConfig().load_config(router=None, config_file_path=config))
        return {
            "loads": True,
            "models": len(router.model_list) if router else 0,
            "drop_params": bool(litellm.drop_params),
            "chat_flag": bool(getattr(litellm, "use_chat_completions_url_for_anthropic_messages", False)),
            "bases": [m["litellm_params"].get("api_base") for m in router.model_list] if router else [],
            "verdict": verdict(settings),
        }
    except Hangs:
        return {"loads": False, "error": "hangs"}
    except BaseException as e:
        return {"loads": False, "error": type(e).__name__ + ": " + str(e)}
    finally:
        signal.alarm(0)


signal.signal(signal.SIGALRM, hang)
for folder in sys.argv[1:]:
    print(json.dumps({"folder": folder, **load(folder)}, separators=(",", ":")), flush=True)
