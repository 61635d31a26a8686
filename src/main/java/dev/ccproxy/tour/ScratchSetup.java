package dev.ccproxy.tour;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.Secret;

/**
 * The set-up of a tour, as a client would find it.
 *
 * @param environment a home and a project folder that nobody else uses
 * @param baseUrl what the settings say
 * @param token likewise
 * @param model likewise
 */
public record ScratchSetup(
    UserEnvironment environment, String baseUrl, Secret token, String model) {}
