#!/bin/sh
# The disk image for macOS, from the tcpanim.app that `dev.py bundle` has made on a Mac:
#   packaging/macos/dmg.sh VERSION
# UNTESTED: written and reviewed line by line against the manual pages of codesign and hdiutil; nobody has run it yet.
# The application was signed when it was made (with TCPANIM_IDENTITY, a Developer ID, else for that machine only): not
# again here, as that would take from it what notarization asks for. Not notarized, other Macs ask before they open it.
set -eu
version=${1:?usage: $0 VERSION}
root=$(cd "$(dirname "$0")/../.." && pwd)
app=$root/build/bundle/tcpanim.app
stage=$root/build/bundle/dmg
image=$root/dist/tcpanim-$version-macos-$(uname -m).dmg
codesign --verify --deep --strict "$app"
rm -rf "$stage"
mkdir -p "$stage" "$root/dist"
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "tcpanim $version" -srcfolder "$stage" -fs HFS+ -format ULFO -ov "$image"
hdiutil verify "$image"
if [ -n "${TCPANIM_IDENTITY:-}" ]; then
    codesign --timestamp --sign "$TCPANIM_IDENTITY" "$image"
fi
rm -rf "$stage"
