#!/bin/sh
# Registers the namespace and Huifang's search attributes, as soon as Temporal answers. Safe to run again.
set -eu
: "${TEMPORAL_NAMESPACE:=default}" "${RETENTION:=90d}"
namespace() { temporal operator namespace "$@" -n "$TEMPORAL_NAMESPACE"; }
attributes() { temporal operator search-attribute "$@" -n "$TEMPORAL_NAMESPACE"; }

# A new namespace is known to every part of the server a few seconds later.
patiently() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 2
  done
  "$@" # for its message
}

patiently temporal operator cluster health
namespace describe >/dev/null 2>&1 || namespace create --retention "$RETENTION"
patiently attributes list
for pair in TicketKind:Keyword Stage:Keyword Urgent:Bool CustomerId:Keyword Building:Keyword Department:Keyword \
  Crew:Keyword Agent:Keyword DueAt:Datetime EscalationLevel:Int; do
  name=${pair%%:*}
  attributes list | grep -qw "$name" || patiently attributes create --name "$name" --type "${pair##*:}"
done
echo "namespace $TEMPORAL_NAMESPACE is ready"
