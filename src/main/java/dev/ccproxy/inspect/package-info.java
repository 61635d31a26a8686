/**
 * Reads recorded answers from files, folders, pipes and HAR archives and has them judged. Reads in
 * pieces: memory stays flat however large a file is; only the entries of a HAR are held one by one.
 */
@NullMarked
package dev.ccproxy.inspect;

import org.jspecify.annotations.NullMarked;
