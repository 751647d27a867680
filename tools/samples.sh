#!/bin/sh
# Which folder does `make reindex` name? The samples, as long as the index in $1 has no folder of somebody's own.
grep -oE '\["/[^"]*"' "$1/roots.json" 2>/dev/null | sed 's/^\["//; s/"$//' | while read -r root; do
    case "$root" in
        */seeds) [ ! -e "$root" ] || [ -e "$root/.cuttings-samples" ] || echo own ;; # a checkout that was moved: samples
        *) [ -e "$root/.cuttings-samples" ] || echo own ;;
    esac
done | grep -q own || echo seeds
