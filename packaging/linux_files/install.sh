#!/bin/sh
# Puts tcpanim into your home, or with --system, as root, into /usr/local; `uninstall.sh` in the installed folder takes it
# away again and leaves nothing. Nothing else of the machine is changed, and nothing is fetched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case "${1:-}" in
    --system) prefix=/usr/local ;;
    "") prefix=${XDG_DATA_HOME:-$HOME/.local/share}; prefix=${prefix%/share} ;;
    *) echo "usage: $0 [--system]" >&2; exit 2 ;;
esac
share=$prefix/share
target=$prefix/lib/tcpanim
[ ! -x "$target/uninstall.sh" ] || "$target/uninstall.sh" >/dev/null
mkdir -p "$prefix/bin" "$prefix/lib"
cp -R "$here/tcpanim" "$target"
list=$target/installed.txt
: > "$list"
for name in tcpanim tcpanim-gui; do
    ln -sf "$target/$name" "$prefix/bin/$name"
    echo "$prefix/bin/$name" >> "$list"
done
(cd "$here/share" && find . -type f | sed 's|^\./||') | while read -r file; do
    mkdir -p "$share/$(dirname "$file")"
    cp "$here/share/$file" "$share/$file"
    echo "$share/$file" >> "$list"
done
# A desktop need not look for programs in our folder, so the entry names it.
entry=$share/applications/tcpanim.desktop
plain() { printf '%s' "$1" | sed 's/[\\&|]/\\&/g'; }  # as sed puts it in, whatever the folder is called
program=$(plain "$prefix/bin/tcpanim-gui")
sed -e "s|^Exec=tcpanim-gui|Exec=\"$program\"|" -e "s|^TryExec=.*|TryExec=$program|" \
    "$here/share/applications/tcpanim.desktop" > "$entry"
sed -e "s|@SHARE@|$(plain "$share")|" "$here/uninstall.sh" > "$target/uninstall.sh"
chmod +x "$target/uninstall.sh"
sh "$target/uninstall.sh" --refresh
echo "tcpanim stands in $target; it starts from the menu, or as $prefix/bin/tcpanim."
echo "To take it away: $target/uninstall.sh"
