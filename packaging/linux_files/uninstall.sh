#!/bin/sh
# Takes away what install.sh has put there. Your settings and scenarios are yours and stay.
set -eu
share="@SHARE@"
prefix=${share%/share}

prune() {  # the folders above $1 that are empty now, up to where everything is installed
    folder=$(dirname "$1")
    while [ "$folder" != "$prefix" ] && [ "$folder" != "$share" ] && rmdir "$folder" 2>/dev/null; do
        folder=$(dirname "$folder")
    done
}

refresh() {  # what desktops note down about files, types and icons; of what is gone altogether, their notes too
    if [ -d "$share/mime/packages" ]; then
        ! command -v update-mime-database >/dev/null || update-mime-database "$share/mime" 2>/dev/null || true
    else
        rm -rf "$share/mime"
    fi
    if ls "$share/applications/"*.desktop >/dev/null 2>&1; then
        ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$share/applications" || true
    else
        rm -f "$share/applications/mimeinfo.cache"
        prune "$share/applications/mimeinfo.cache"
    fi
    if ls -d "$share/icons/hicolor/"*/ >/dev/null 2>&1; then
        ! command -v gtk-update-icon-cache >/dev/null || gtk-update-icon-cache -q -t "$share/icons/hicolor" 2>/dev/null || true
    else
        rm -f "$share/icons/hicolor/icon-theme.cache"
        prune "$share/icons/hicolor/icon-theme.cache"
    fi
}

[ "${1:-}" != --refresh ] || { refresh; exit 0; }
target=$(cd "$(dirname "$0")" && pwd)
while read -r file; do
    rm -f "$file"
    prune "$file"
done < "$target/installed.txt"
rm -rf "$target"
prune "$target"
refresh
echo "tcpanim is gone."
