package dev.ccproxy.lab.model;

import dev.ccproxy.lab.json.Json;

/** A tool that the client offers. */
public record Tool(String name, String description, Json schema) {}
