demo-introduction =
    All the texts before a building's handover: the developer's roster of owners is imported, and 30, 15 and 3 days before handover each owner gets a message, each exactly once.

    On the way: mistakes in the roster · a text that is not delivered · an owner who opts out · an owner who signs · a provider that takes a text and drops the connection · a handover date that moves. Behind each text stands the provider's delivery receipt.

    PostgreSQL, Temporal, the SMS provider and the API are real servers at work; only the tickets' clocks are moved ahead, and the phones are simulated. People and numbers are invented.
demo-title = Huifang 回访 · the pre-handover sequence
demo-building-to-try = Example · Yunhu, second phase
demo-chapter-rosters = 1. Developers' rosters are imported (examples, people invented)
demo-chapter-begin = 2. A building's sequence starts, handover on { $date }
demo-chapter-first = 3. Thirty days before: congratulation
demo-chapter-acts = 4. What owners do
demo-chapter-second = 5. Fifteen days before: invitation to the show flat
demo-chapter-moved = 6. Handover moves from { $old } to { $new }
demo-chapter-last = 7. Three days before: invitation to visit
demo-chapter-verify = 8. Verification
demo-building = Example · Yunhu International
demo-building-of = Example building { $file }
demo-roster-problem = Row { $row }, { $column }: { $problem } → { $action }
demo-roster-more = { $count } more problems, see the report.
demo-enrolled = { $tickets } tickets opened for { $owners } owners.
demo-two-flats = { $name } has two flats: two tickets, and each text only once.
demo-forward = ▶ The clock moves to { $date } { $time }
demo-receipts = Receipts: { $delivered } delivered; the text to { $name } was not (number out of use), as the provider reports.
demo-new-number = The agent changes { $name }'s number to { $phone }; the text that did not arrive goes to the new number:
demo-replies = { $name } replies "{ $text }": an opt-out, marketing to that number stops at once.
demo-signs = { $name } has signed: nothing more is sent.
demo-standing =   → ticket of { $name }: { $standing }
demo-drops = (Next, the provider takes the text to { $name }, then drops the connection without an answer.)
demo-no-copy = The provider's receipt proves that it took the text to { $name }: it was not sent again (without a receipt, the provider would be asked first).
demo-moved = { $tickets } open tickets follow the new date, next text { $due }; what was sent is not sent again.
demo-column-owner = Owner
demo-column-room = Flat
demo-column-texts = Texts received
demo-column-standing = Ticket
demo-check-differs = expected { $expected }, found { $found }
demo-check-import = { $file }: imported again, the same result row by row
demo-check-problems = { $file }: every row left out has its reason
demo-check-enrolled = One ticket per flat
demo-check-first = First text: one undelivered, all others delivered
demo-check-dropped = The text whose connection was dropped arrived once
demo-check-moved = Every open ticket follows the new date
demo-check-nothing-again = The new date made nothing be sent again
demo-check-each-once = Every owner got the texts due, no more and no fewer
demo-check-no-repeat = No text was submitted twice
demo-check-closed = Every ticket is closed
demo-check-engine = Temporal lists every ticket as completed
