"""What systems are told about the program, as values: names, the file type, version resources, Info.plist."""

from __future__ import annotations

from typing import Any

IDENTIFIER = "io.github.tcpanim.tcpanim"
NAME = "tcpanim"
SUMMARY = {"en": "See how TCP works by really running it", "zh": "真正运行 TCP，看懂 TCP"}
MIME = "application/x-tcpanim+yaml"
SUFFIX = "tcpanim"
FILE_KIND = {"en": "TCP scenario", "zh": "TCP 场景"}
COPYRIGHT = "MIT licence, the tcpanim contributors"


def info_plist(version: str) -> dict[str, Any]:
    """What macOS reads about the application and the files that it opens."""
    return {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleExecutable": f"{NAME}-gui",  # PyInstaller would take the first by name, the one for terminals,
        "LSBackgroundOnly": False,  # and then say that the application has no window
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "LSApplicationCategoryType": "public.app-category.education",
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSSupportsAutomaticGraphicsSwitching": True,
        "NSHumanReadableCopyright": COPYRIGHT,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": FILE_KIND["en"],
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [f"{IDENTIFIER}.scenario"],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": f"{IDENTIFIER}.scenario",
                "UTTypeDescription": FILE_KIND["en"],
                "UTTypeConformsTo": ["public.yaml"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": [SUFFIX],
                    "public.mime-type": [MIME],
                },
            }
        ],
    }


def numbers(version: str) -> tuple[int, int, int, int]:
    """A version as four numbers, as Windows wants it."""
    parts = [int(part) for part in version.split("+", maxsplit=1)[0].split(".") if part.isdecimal()]
    first, second, third, fourth, *_ = [*parts, 0, 0, 0, 0]
    return first, second, third, fourth


def version_resource(version: str) -> str:
    """The text from which PyInstaller makes Windows' version resource."""
    four = numbers(version)
    strings = {
        "CompanyName": "tcpanim contributors",
        "FileDescription": f"{NAME}: {SUMMARY['en']}",
        "FileVersion": version,
        "InternalName": NAME,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": NAME,
        "ProductVersion": version,
    }
    table = ",\n        ".join(f"StringStruct({key!r}, {value!r})" for key, value in strings.items())
    return f"""VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)
  ),
  kids=[
    StringFileInfo([
      StringTable('040904B0', [
        {table},
      ])
    ]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ]
)
"""
