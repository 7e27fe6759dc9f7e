#!/bin/sh
# The programs that the tests drive and pip cannot bring: chromium for the browser tests, pandoc for the export to LaTeX, xelatex for that
# to PDF (135 MB to fetch). Without xelatex the tests of PDFs are skipped, without the others there is no testing.
set -eu

packages_of() {
    case $1 in
        xelatex) echo texlive-xetex texlive-fonts-recommended texlive-plain-generic lmodern ;;
        *) echo "$1" ;;
    esac
}

missing=
for program in chromium pandoc xelatex; do
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
    [ "$missing" != " xelatex" ] || exit 0
    echo "The tests need$missing, not found on PATH. Install it (on Debian, as root: apt-get install chromium pandoc), then run them again." >&2
    exit 1
fi

echo "Installing$missing with apt-get"
$as_root apt-get update -qq
for program in $missing; do
    # The recommendations of TeX are half a gigabyte of manuals; those of chromium are fonts.
    recommended=
    [ "$program" != xelatex ] || recommended=--no-install-recommends
    # shellcheck disable=SC2046  # one word per package
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $recommended $(packages_of "$program")
done
