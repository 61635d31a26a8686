/** Tests of the built distribution: the launcher, the class archive, what is in the folder. */
@NullMarked
package dev.ccproxy.dist;

import org.jspecify.annotations.NullMarked;
