#!/bin/sh
# Takes away what install.sh has put there. Your settings and scenarios are yours and stay.
set -eu
share="@SHARE@"
refresh() {
    ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$share/applications" || true
    ! command -v update-mime-database >/dev/null || update-mime-database "$share/mime" 2>/dev/null || true
    ! command -v gtk-update-icon-cache >/dev/null || gtk-update-icon-cache -q -t "$share/icons/hicolor" 2>/dev/null || true
}
[ "${1:-}" != --refresh ] || { refresh; exit 0; }
target=$(cd "$(dirname "$0")" && pwd)
while read -r file; do
    rm -f "$file"
    rmdir -p "$(dirname "$file")" 2>/dev/null || true
done < "$target/installed.txt"
rm -rf "$target"
refresh
echo "tcpanim is gone."
