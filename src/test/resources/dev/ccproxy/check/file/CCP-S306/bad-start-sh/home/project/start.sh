#!/bin/sh
uv tool install 'litellm[proxy]==1.82.7'
