/** Tests of the tour, and the matrix of the live doctor over the lab. */
@NullMarked
package dev.ccproxy.tour;

import org.jspecify.annotations.NullMarked;
