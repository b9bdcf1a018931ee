# Customer files, duplicates and merges (P22, P24).
communication-contact_visit = Visit to us
communication-contact_site_visit = Met at the flat or site
communication-contact_phone = Telephone call outside the system
communication-contact_wechat = WeChat
communication-contact_letter = Letter
communication-contact_email = E-mail
communication-message = Text message
communication-call = Telephone call

event-assigned = It was said whose customer this is
event-merged = A duplicate was merged into this file
event-merge_undone = A merge of this file was taken back

returning-number_and_name = the same number and the same name
returning-number = the same number
returning-name = the same name; perhaps a namesake

duplicate-same_number_same_flat = The same number and flat; the name is written otherwise or is the same
duplicate-same_number_name_otherwise = The same number, and the same name written otherwise
duplicate-same_name_same_flat = The same name in the same flat under two numbers
duplicate-flat_name_otherwise = The same flat, and the same name written otherwise
duplicate-same_number_part_of_name = The same number, and one name is part of the other
duplicate-same_number = The same number under another name: perhaps a family

merged-part-merged = one of the two files was merged once more
merged-part-name = the name
merged-part-phone = the number
merged-part-other_phones = further numbers
merged-part-email = the e-mail address
merged-part-wechat = the WeChat id
merged-part-addresses = addresses
merged-part-preferred_hours = preferred hours
merged-part-agent_id = the agent
merged-part-grade = the grade
merged-part-grade_at = the grade
merged-part-signed_at = the signature
merged-part-same_flat = a flat that both had
merged-part-ownerships = flats
merged-part-tickets = tickets
merged-part-messages = text messages
merged-part-calls = calls
merged-part-communications = communications
merged-part-contracts = contracts
merged-part-pre_sales = the pre-sale record
merged-part-consents = consents
merged-part-customers = duplicates merged before

problem-no-such-contract = No such contract
problem-no-such-contract-detail = Look its id up in the customer's file.
problem-no-such-merge = No such merge
problem-no-such-merge-detail = Look its id up in the list of merges.
problem-only-lent = This file is only lent to you
problem-only-lent-detail = A lent file is for reading. Ask whoever has this customer, or a supervisor, to change it.
problem-customer-known = This customer is on file
problem-customer-known-detail = { $customer ->
    [unseen] There is a customer of this name and number, whose file is not open to you. Ask a supervisor.
   *[other] There is a customer of this name and number: { $customer }. Go on with that file.
}
problem-contract-known = This contract is on file
problem-contract-known-detail = A contract of this number was recorded already. Find its customer with POST /customers:search.
problem-already-merged = Merged already
problem-already-merged-detail = { $customer } was merged into another file before. Open it: its id leads to the file that has everything.
problem-merge-undone = Undone already
problem-merge-undone-detail = This merge was taken back before.
problem-merge-built-upon = Changed since the merge
problem-merge-built-upon-detail = Since the merge this was changed: { $what }. Separate the two by hand, or take the change back first.
problem-no-such-customer = No such customer
problem-no-such-customer-detail = Look the id up in the building's list of owners.
problem-number-taken = The number is taken
problem-number-taken-detail = A customer of the same name has this number already, perhaps the same person. Compare the two records.

invalid-before-signature = This lies before the signature.
invalid-before-signature-action = Compare the two days.
invalid-other-customer = These are the same customer.
invalid-other-customer-action = Name two.
invalid-earlier-customer = This customer was not pointed out as an earlier one.
invalid-earlier-customer-action = Choose one of those in the file's `returning`.
invalid-nothing-to-look-for = Nothing to look for is given.
invalid-nothing-to-look-for-action = Give a number, a name, or another thing you know exactly.
