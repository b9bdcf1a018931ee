# The copy of personal data that a person gets.
copy-title = Copy of personal data
copy-mark = No. { $mark } · made { $made }
copy-of = Request { $ticket }
copy-note = For you alone. It contains all personal data that the company holds about you. The workflow engine holds only ids and encrypted content, nothing readable. Files about many people, such as provider and import reports, are deleted when their retention period ends and are not listed here.
copy-nothing = No personal data is held.
