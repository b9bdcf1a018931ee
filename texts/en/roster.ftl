# Importing a roster of owners: what became of each row, what is wrong, what to do.
import-numbers = Resend texts that failed at an old number to the new one
import-followed = Record that all tickets reflect the roster

problem-no-such-import = No such import
problem-no-such-import-detail = Use the report's address from the import's answer.
problem-roster-unreadable = The roster could not be read
problem-roster-unreadable-detail = { $explanation }

roster-field-name = owner's name
roster-field-phone = phone
roster-field-room = room

roster-line-heading = Row
roster-result-heading = Import result

roster-problem-heading = Problem and what to do

roster-verdict-accepted = imported
roster-verdict-merged = merged
roster-verdict-rejected = not imported
roster-verdict-passed = no owner

roster-finding = { $column }: { $problem }. { $action }
roster-finding-row = { $problem }. { $action }

roster-report-name = { $name }-import-result

roster-summary = { $rows } rows: { $accepted } imported, { $merged } merged, { $rejected } not imported{ $passed ->
    [0] .
   *[other] ; { $passed } more are no owners (titles, headings, totals).
}

roster-changes = Customers: { $new_customers } new, { $changed_customers } changed, { $unchanged_customers } unchanged; flats: { $new_ownerships } new, { $changed_ownerships } changed, { $unchanged_ownerships } unchanged; the owner has a new number: { $changed_numbers }.

roster-dates = Rows whose handover date differs from the building's: { $rows }; texts follow the building's date, please check.

roster-name-missing = The name is missing
roster-name-missing-action = Fill in the owner's name and import the row again.
roster-name-several = There is more than one owner in this cell
roster-name-several-action = They are recorded as one, and texts go to the first mobile number; to reach each of them, give each a row.

roster-phone-missing = The phone number is missing
roster-phone-missing-action = Fill in the owner's 11-digit mobile number and import the row again.
roster-phone-too-short = The number is too short (it has { $digits } digits)
roster-phone-too-short-action = Ask the owner and fill in the complete 11-digit mobile number.
roster-phone-too-long = The number is too long (it has { $digits } digits)
roster-phone-too-long-action = Check the number; separate several numbers with "/".
roster-phone-invalid = This is not a valid phone number
roster-phone-invalid-action = Check it and fill in an 11-digit mobile number, or a foreign one with its country code, for example +852.
roster-phone-shortened = The spreadsheet turned the number into scientific notation, and its last digits are lost
roster-phone-shortened-action = Format the column as text and fill in the complete mobile number again.
roster-phone-landline = There is only a landline, which cannot receive texts
roster-phone-landline-action = Add the owner's mobile number; the landline can stay beside it after a "/".
roster-phone-second = There are several mobile numbers
roster-phone-second-action = Texts go to the first; the others are kept.
roster-phone-landline-kept = There is a landline or service number
roster-phone-landline-kept-action = Texts go to the mobile number; the others are kept.
roster-phone-part = A part of this is not a valid number and was ignored
roster-phone-part-action = If it contains another number, correct it and import again.

roster-room-missing = The room number is missing
roster-room-missing-action = Fill in the room number and import the row again.

roster-text-too-long = This is longer than { $limit } characters
roster-text-too-long-action = Shorten it and import the row again.
roster-text-damaged = Some of the text is damaged and cannot be read
roster-text-damaged-action = Correct the garbled text, save as CSV in UTF-8 or as .xlsx, and import again.

roster-returned = This row says that the flat was given back
roster-returned-action = The row is not imported; if that is wrong, change the note and import again.
roster-returned-contradicted = Row { $row } says the opposite about the same owner and flat (one was given back, one was not)
roster-returned-contradicted-action = Find out which is right and keep only that row.

roster-repeat = This is the same as row { $row }
roster-repeat-action = Merged; nothing to do.
roster-repeat-number = This is the same owner and flat as row { $row }, with another number
roster-repeat-number-action = Texts go to the number in row { $row }, this one is kept as well; if it should be this one, delete the other row.

roster-co-owner = This is the same flat as row { $row }
roster-co-owner-action = Recorded as a co-owner; if one of the two is wrong, record their flat as sold (POST /ownerships/{"{id}"}:sold); only then do the texts stop.

roster-number-shared = This is the same number as row { $row }, under another name
roster-number-shared-action = Both are recorded, and each text goes to the number once; if they are the same person, merge the files (POST /customers/{"{id}"}:merge).
roster-number-kept = The number on file is newer than the roster's
roster-number-kept-action = The number on file is kept; if the roster's is right, change the customer's (PATCH /customers/{"{id}"}).

roster-area-unreadable = The area cannot be read and was left empty
roster-area-unreadable-action = Write it in square metres, for example 118.6.

roster-date-unreadable = The date cannot be read and was left empty
roster-date-unreadable-action = Write it as 2027-01-15; the building's own handover date is the one that counts.

roster-possible-sale = On file, this flat has another owner who is not in this roster
roster-possible-sale-action = If the flat was sold, record it for the former owner (POST /ownerships/{"{id}"}:sold); for co-owners there is nothing to do.

roster-still-active = On file, this owner still has the flat
roster-still-active-action = If it was given back, record it as sold (POST /ownerships/{"{id}"}:sold); only then do the texts stop.

roster-sold-before = On file, this flat is marked as sold
roster-sold-before-action = It stays so; if that is wrong, undo it (POST /ownerships/{"{id}"}:owned), then start the ticket again (POST /tickets).

roster-other-date = The handover date differs from the building's
roster-other-date-action = Texts follow the building's date; if the roster's is right, change the building's (PATCH /buildings/{"{id}"}).

roster-unreadable-empty = The file is empty. Choose a file with a roster of owners.
roster-unreadable-too-large = The file is over { $limit } MB. Split it and import the parts.
roster-unreadable-too-large-inside = The spreadsheet is too large once unpacked (perhaps a cell far out contains something). Copy the roster into a new workbook, or import it in parts.
roster-unreadable-encrypted = The file is protected by a password. Remove it in Excel and import again.
roster-unreadable-old-excel = This is an old Excel file (.xls). Save it as .xlsx in Excel and import again.
roster-unreadable-other-spreadsheet = This kind of spreadsheet is not supported. Save it as .xlsx or CSV and import again.
roster-unreadable-not-a-spreadsheet = This is not a spreadsheet. Choose a roster as .xlsx or CSV.
roster-unreadable-damaged = The file is damaged or incomplete. Open it in Excel, save it, and import again.
roster-unreadable-files-inside = The workbook contains macros or other files. Copy the roster into a new workbook, save it as .xlsx and import again.
roster-unreadable-too-many-rows = The file has more than { $limit } lines. Split it by building, or delete the empty lines, and import again.
roster-unreadable-too-many-columns = A line has more than { $limit } columns. Check the file's separator, or keep only the columns of the roster, and import again.
roster-unreadable-no-header = No header row was found. One row must name the columns: owner's name, phone, room.
roster-unreadable-column-missing = The header in row { $row } has no column "{ $column }". Add it and import again.
roster-unreadable-phone-whose = In the header in row { $row }, the column "{ $heading }" stands behind somebody else's name, and nobody can tell whether it is the owner's. Name it "owner's phone" or move it behind the owner's name, and import again.
roster-unreadable-cell-too-long = A cell in row { $row } is longer than { $limit } characters. Shorten it and import again.
roster-unreadable-no-rows = There are no owners below the header. Check that this is the right file.

roster-quote-open = A quotation mark at the start of this cell is never closed
roster-quote-open-action = It was left out, and the rows behind it were read as rows of their own; check this cell and the rows below, and delete the mark.
roster-quote-crowded = There are several lines in this cell, and one of them looks like another owner
roster-quote-crowded-action = Only the first line was read; if an owner stands in this cell, give them a row of their own and import again.
roster-quote-swallowed = This row stands behind a quotation mark that is never closed, and may be an owner or a part of a note
roster-quote-swallowed-action = Delete the mark above; if this is an owner, complete the row and import again.

roster-columns-unread = These columns were not read
roster-columns-unread-action = If they hold something the import needs, name them owner's name, phone, block, unit, room and the like and import again; otherwise there is nothing to do.
roster-phone-whose = These numbers are not the owner's, or nobody can tell whose, and were not read
roster-phone-whose-action = If they are the owner's own, name the column "owner's phone" or move it behind the owner's name, and import again.
roster-above-heading = This row stands above the header and holds a phone number; it was not read
roster-above-heading-action = If it is an owner, move it below the header and import again.
roster-sheet-hidden = This sheet is hidden and holds phone numbers; it was not read
roster-sheet-hidden-action = If it has owners to be imported, show it and import again.
roster-sheet-without-heading = This sheet has no complete header and holds phone numbers; it was not read
roster-sheet-without-heading-action = If it has owners to be imported, add headings (owner's name, phone, room) and import again.

roster-name-remark = There is a remark beside the name
roster-name-remark-action = It was moved to the note, and texts use the name alone; please check the name.
roster-name-near = This is the same flat and number as row { $row }, and the name differs by one character
roster-name-near-action = Taken for one person, under the name in row { $row }; if they are two, give each their own number and import again.
roster-name-kept = On file, the owner of this flat with this number has a name that differs by one character
roster-name-kept-action = Taken for one person, and the name on file is kept; if the roster's is right, change the customer's (PATCH /customers/{"{id}"}).
roster-second-buyer = There is a second buyer in this row, who was not recorded
roster-second-buyer-action = To reach them too, give them a row of their own with their own mobile number and import again.

roster-phone-extension = The number has an extension, which was left out
roster-phone-extension-action = Extensions cannot receive texts; check that the number is the owner's own mobile.

roster-place-date = The spreadsheet turned this into a date or a time ({ $shown })
roster-place-date-action = Format the column as text, fill it in as it should be (for example 1-2-301) and import the row again.
roster-place-guessed = Nobody knows this heading, but what stands here looks like a block, a unit or a zone
roster-place-guessed-action = It was used to tell flats apart; check it and name the column block, unit or zone.
roster-cell-error = This cell shows a spreadsheet's error
roster-cell-error-action = It was taken for blank; mend the formula, fill in what belongs there and import again.
roster-flat-unclear = This looks like the same owner and flat as row { $row }, but columns that were not read differ
roster-flat-unclear-action = It was neither merged nor imported; if it is another flat, name the column block, unit or room and import again; if it is the same row twice, there is nothing to do.

roster-returned-perhaps = The note speaks of giving the flat back, but does not say that it was
roster-returned-perhaps-action = Imported as usual, and texts are sent; if it was given back, write "returned" in the note, import again and record it as sold (POST /ownerships/{"{id}"}:sold).

roster-hold-deceased = This row says that the owner has died
roster-hold-deceased-action = Texts wait. Find out: if they may be sent, resume them (POST /ownerships/{"{id}"}:resume-texts); if not, record an opt-out (POST /customers/{"{id}"}:opt-out) or that the flat was sold (POST /ownerships/{"{id}"}:sold).
roster-hold-dispute = This row speaks of a lawsuit or a dispute
roster-hold-dispute-action = Texts wait. Find out: if they may be sent, resume them (POST /ownerships/{"{id}"}:resume-texts); if not, record an opt-out (POST /customers/{"{id}"}:opt-out) or that the flat was sold (POST /ownerships/{"{id}"}:sold).
roster-hold-do-not-disturb = This row says that the owner is not to be disturbed
roster-hold-do-not-disturb-action = Texts wait. Find out: if they may be sent, resume them (POST /ownerships/{"{id}"}:resume-texts); if not, record an opt-out (POST /customers/{"{id}"}:opt-out) or that the flat was sold (POST /ownerships/{"{id}"}:sold).

roster-missing = Flats of an earlier roster that are not in this one: { $flats }; their texts wait for an answer.
roster-not-on-roster = An earlier roster has an owner of this flat, and this one has not
roster-not-on-roster-action = Texts wait. Find out: if they are the owner still, resume them (POST /ownerships/{"{id}"}:resume-texts); if the flat was sold or given back, record it (POST /ownerships/{"{id}"}:sold).
