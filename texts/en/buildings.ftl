# Buildings, their owners' flats, and the work on a whole building.
enrolment-start = Open a ticket for every owner of the building
enrolment-done = { $started } tickets opened, { $running } already open, { $nothing } owners with no messages left

building-change-signal = Tell every running ticket of the building
building-change-stragglers = Tell the tickets that have not been updated yet
building-change-applied = Record that the change reached every ticket

problem-no-such-building = No such building
problem-no-such-building-detail = Look up its id in the list of buildings.
problem-no-such-ownership = No such ownership
problem-no-such-ownership-detail = Look up the id in the building's list of owners.
problem-building-cancelled = The building has been cancelled
problem-building-cancelled-detail = A cancelled building cannot be restored or changed. To continue, add a new building and import its owners again.
