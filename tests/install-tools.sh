#!/bin/sh
# The programs that the tests drive and pip cannot bring: chromium for the browser tests, pandoc for the export to LaTeX.
set -eu

missing=
for program in chromium pandoc; do
    command -v "$program" >/dev/null || missing="$missing $program"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=sudo
else
    as_root=none
fi
if [ "$as_root" = none ] || ! command -v apt-get >/dev/null; then
    echo "The tests need$missing, not found on PATH. Install it (on Debian, as root: apt-get install$missing), then run them again." >&2
    exit 1
fi

echo "Installing$missing with apt-get"
$as_root apt-get update -qq
# shellcheck disable=SC2086  # one word per package
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing
