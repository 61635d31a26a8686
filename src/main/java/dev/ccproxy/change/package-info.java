/**
 * Changes to the user's files: plan, diff, backup journal, atomic write, undo. Knows bytes and
 * folders; providers and file formats are somebody else's.
 *
 * <p>What holds at every moment, a crash included: each file is the old one or the new one as a
 * whole, nothing of ours lies beside it once the next change has run, and the journal can bring the
 * old bytes back. A file is replaced by renaming a finished file over it, so its owner's group is
 * kept where the system lets us and its mode always; access control lists and extended attributes
 * are not carried over, and on Windows the new file has the access list of its folder.
 */
@NullMarked
package dev.ccproxy.change;

import org.jspecify.annotations.NullMarked;
