package dev.ccproxy.document;

/**
 * A place as people and editors name it.
 *
 * @param line 1 for the first line
 * @param column 1 for the first character; counts code points, a tab is one
 */
public record Position(int line, int column) {

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
