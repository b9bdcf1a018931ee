"""The company's people: duty, absences, who takes a call."""
