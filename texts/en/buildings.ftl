# Buildings, their owners' flats, and the work on a whole building.
enrolment-start = Open a ticket for every owner of the building
enrolment-done = { $started } tickets opened, { $running } open already, { $nothing } owners with nothing ahead

building-change-signal = Tell every running ticket of the building
building-change-stragglers = Tell the tickets that have not followed yet
building-change-applied = Note that the change reached every ticket

problem-no-such-building = No such building
problem-no-such-building-detail = Look its id up in the list of buildings.
problem-no-such-ownership = No such ownership
problem-no-such-ownership-detail = Look the id up in the building's list of owners.
problem-building-cancelled = The building is cancelled
problem-building-cancelled-detail = A cancelled building cannot be brought back or changed. To go on, add a new building and import its owners again.
