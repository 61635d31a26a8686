package dev.ccproxy.check;

import dev.ccproxy.explain.Layer;

/** What every check is called: handed in once, so that a class holds only its question. */
public abstract class NamedCheck implements Check {
  private final String id;
  private final String slug;
  private final String title;
  private final Layer layer;
  private final Group group;

  /** A check of these names; {@link Check} says what each means. */
  protected NamedCheck(String id, String slug, String title, Layer layer, Group group) {
    this.id = id;
    this.slug = slug;
    this.title = title;
    this.layer = layer;
    this.group = group;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String slug() {
    return slug;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final Layer layer() {
    return layer;
  }

  @Override
  public final Group group() {
    return group;
  }
}
