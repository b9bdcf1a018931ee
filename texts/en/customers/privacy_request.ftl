# The copy of personal data that a person gets.
copy-title = Copy of personal data
copy-mark = No. { $mark } · made { $made }
copy-of = Request { $ticket }
copy-note = For the person alone. It holds all personal data that the company keeps about you. The workflow engine keeps ids and sealed content only, nothing that can be read. Files about many people, such as providers' reports and import reports, are deleted by their period and not listed.
copy-nothing = No personal data is kept.
