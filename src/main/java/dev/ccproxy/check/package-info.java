/**
 * What is wrong with a chain: checks, the findings that they give, and the order in which causes
 * come before what follows from them. A finding carries its fix, so that saying and doing are one.
 */
@NullMarked
package dev.ccproxy.check;

import org.jspecify.annotations.NullMarked;
