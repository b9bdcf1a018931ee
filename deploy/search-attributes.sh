#!/bin/sh
# Registers the namespace and Huifang's search attributes. Safe to run again.
set -eu
temporal operator namespace describe -n default >/dev/null 2>&1 || temporal operator namespace create -n default --retention 30d
for pair in TicketKind:Keyword Stage:Keyword Urgent:Bool CustomerId:Keyword Building:Keyword Department:Keyword \
  Crew:Keyword Agent:Keyword DueAt:Datetime EscalationLevel:Int; do
  temporal operator search-attribute create -n default --name "${pair%%:*}" --type "${pair##*:}" || true
done
