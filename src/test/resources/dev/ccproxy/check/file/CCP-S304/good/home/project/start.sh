litellm --config litellm_config.yaml --host 0.0.0.0
