"""What stands in the way of a file to read or to write, as a sentence."""

import errno


def is_about_a_file(error: OSError) -> bool:
    """Whether the disk, not the program, said no."""
    return error.filename is not None or error.errno == errno.ENOSPC


def obstacle(error: OSError) -> str:
    """Which file, and why; what the system says when it is none of the usual reasons."""
    from django.utils.translation import gettext as _

    usual = {
        errno.ENOENT: _("“%(file)s” cannot be written: its folder does not exist."),
        errno.EACCES: _("“%(file)s”: this account may neither read nor write there."),
        errno.EPERM: _("“%(file)s”: this account may neither read nor write there."),
        errno.EROFS: _("“%(file)s” cannot be written: this disk is read-only."),
        errno.EISDIR: _("“%(file)s” is a folder: give the name of a file."),
        errno.ENOTDIR: _("“%(file)s” cannot be written: one of its folders is a file."),
        errno.EEXIST: _("“%(file)s” is a file: give the name of a folder."),
        errno.ENOSPC: _("The disk is full: make room and start again."),
    }
    other = _("“%(file)s”: the system refuses (%(reason)s).")
    sentence = usual.get(error.errno or 0, other)
    return sentence % {"file": error.filename, "reason": error.strerror}
