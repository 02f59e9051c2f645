#!/bin/sh
# The disk image for macOS, from the tcpanim.app that `dev.py bundle` has made on a Mac:
#   packaging/macos/dmg.sh VERSION
# UNTESTED: written and reviewed line by line against the manual pages of codesign and hdiutil; nobody has run it yet.
# Signed for this machine only ("-"): who gives it to others signs with a Developer ID instead, and has it notarized, or
# their Macs ask before they open it.
set -eu
version=${1:?usage: $0 VERSION}
root=$(cd "$(dirname "$0")/../.." && pwd)
app=$root/build/bundle/tcpanim.app
stage=$root/build/bundle/dmg
image=$root/dist/tcpanim-$version-macos-$(uname -m).dmg
codesign --force --deep --sign "${TCPANIM_IDENTITY:--}" "$app"
codesign --verify --deep --strict "$app"
rm -rf "$stage"
mkdir -p "$stage" "$root/dist"
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "tcpanim $version" -srcfolder "$stage" -fs HFS+ -format ULFO -ov "$image"
hdiutil verify "$image"
rm -rf "$stage"
