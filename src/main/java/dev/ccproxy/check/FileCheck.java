package dev.ccproxy.check;

import java.util.List;

/** A check that needs nothing but the files. Asks no network, runs nothing foreign. */
public interface FileCheck extends Check {

  /** What is wrong; empty where all is well or there is nothing to judge. */
  List<Finding> find(FileScene scene);
}
