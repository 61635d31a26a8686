package dev.ccproxy.config;

import dev.ccproxy.catalog.Version;

/**
 * A release of LiteLLM that a file of the project asks for.
 *
 * @param image whether it is the tag of a container image, which is built apart from the package
 */
public record LiteLlmPin(Version version, boolean image, Place place) {}
