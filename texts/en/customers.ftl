# Customer files, duplicates and merges (P22, P24).
communication-contact_visit = Visit to our office
communication-contact_site_visit = Met at the flat or site
communication-contact_phone = Phone call outside the system
communication-contact_wechat = WeChat
communication-contact_letter = Letter
communication-contact_email = E-mail
communication-message = Text message
communication-call = Phone call

event-assigned = The customer's agent was recorded
event-merged = A duplicate was merged into this file
event-merge_undone = A merge of this file was undone

returning-number_and_name = the same number and the same name
returning-number = the same number
returning-name = the same name; may be a different person

duplicate-same_number_same_flat = Same number and flat; name the same or spelled differently
duplicate-same_number_name_otherwise = Same number, name spelled differently
duplicate-same_name_same_flat = Same name and flat, two numbers
duplicate-flat_name_otherwise = Same flat, name spelled differently
duplicate-same_number_same_flat_name_near = Same flat and number, the names differ by one character
duplicate-same_number_part_of_name = Same number, one name is part of the other
duplicate-same_number = Same number, different names: perhaps a family

merged-part-merged = one of the two files was merged again
merged-part-later_merge = another file was merged into it later (undo that first)
merged-part-number_history = earlier numbers
merged-part-name = the name
merged-part-phone = the number
merged-part-other_phones = other numbers
merged-part-email = the e-mail address
merged-part-wechat = the WeChat id
merged-part-addresses = addresses
merged-part-preferred_hours = preferred hours
merged-part-agent_id = the agent
merged-part-grade = the grade
merged-part-grade_at = the grade
merged-part-signed_at = the signing of the contract
merged-part-same_flat = a flat that was in both files
merged-part-ownerships = flats
merged-part-tickets = tickets
merged-part-messages = text messages
merged-part-calls = phone calls
merged-part-communications = communications
merged-part-contracts = contracts
merged-part-pre_sales = the pre-sale record
merged-part-consents = consents
merged-part-customers = duplicates merged earlier

problem-no-such-contract = No such contract
problem-no-such-contract-detail = Look up its id in the customer's file.
problem-no-such-merge = No such merge
problem-no-such-merge-detail = Look up its id in the list of merges.
problem-only-lent = You may only read this
problem-only-lent-detail = A file on loan, and what you see by it, can only be read. Ask the customer's agent or a supervisor to change it.
problem-customer-known = This customer is already on file
problem-customer-known-detail = { $customer ->
    [unseen] There is already a customer of this name and number, whose file you cannot see. Find them by the number alone (customers:search), and take the request in.
   *[other] There is already a customer of this name and number: { $customer }. Use that file.
}
problem-contract-known = This contract is already on file
problem-contract-known-detail = A contract with this number has already been recorded. Find its customer with POST /customers:search.
problem-already-merged = Already merged
problem-already-merged-detail = { $customer } has already been merged into another file. Open it by its id to see the merged file.
problem-merge-undone = Already undone
problem-merge-undone-detail = This merge has already been undone.
problem-merge-built-upon = Changed since the merge
problem-merge-built-upon-detail = Changed since the merge: { $what }. Separate the two by hand, or undo the change first.
problem-no-such-customer = No such customer
problem-no-such-customer-detail = Look up the id in the building's list of owners.
problem-number-taken = The number is already in use
problem-number-taken-detail = A customer of the same name already has this number, perhaps the same person. Compare the two records.

invalid-before-signature = This is earlier than the signing of the contract.
invalid-before-signature-action = Check the two dates.
invalid-other-customer = This is the same customer.
invalid-other-customer-action = Name two different customers.
invalid-earlier-customer = The system did not suggest this customer as an earlier one.
invalid-earlier-customer-action = Choose one from the file's `returning`.
invalid-nothing-to-look-for = There is nothing to search for.
invalid-nothing-to-look-for-action = Give a number, a name, or something else you know exactly.

problem-named-person = A named person has to do this
problem-named-person-detail = Numbers are changed by somebody who is signed in as themselves, not by a program.
problem-numbers-used-up = Enough numbers for today
problem-numbers-used-up-detail = You have typed as many numbers of others' customers as one may in a day. A supervisor finds the caller, or takes the request in.
invalid-deal-to = There is nobody to give them to.
invalid-deal-to-action = Name agents, or rules together with their building.
