# The access trail and exports: the command's words, and those in exported files.
cli-help-trail = The access trail: verify it, anchor it, find where a file came from
cli-help-trail-verify = Walk the access trail and report what was changed (exit code 1)
cli-help-trail-head = Print number and mac of the newest row, to be kept outside of the database
cli-help-trail-from = Verify from an anchor that was kept
cli-trail-walked = { $rows } rows verified …
cli-trail-whole = The access trail is whole: { $rows } rows, none changed.
cli-trail-missing = Row { $number } of the access trail is missing: somebody deleted it.
cli-trail-order = Row { $number } of the access trail does not follow from the one before: rows were inserted, swapped or changed.
cli-trail-changed = Row { $number } of the access trail was changed, or was not written by this system.
cli-trail-anchor = Row { $number } of the access trail is not the anchor's: what lies before it was replaced.
cli-trail-cut = The access trail has no row { $number }, which the anchor names: its end was deleted.
cli-trail-anchor-format = An anchor is written number:mac; use the output of huifang trail head as it is.
