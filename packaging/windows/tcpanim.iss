; The installer for Windows, for Inno Setup 6.3 or newer, from the folder that `dev.py bundle` has made on Windows:
;   iscc /DVersion=0.1.0 packaging\windows\tcpanim.iss
; Inno Setup 6.4 translates it; what comes of it was run on Wine (for all users), not yet on Windows.

#ifndef Version
  #error "give the version: iscc /DVersion=0.1.0 packaging\windows\tcpanim.iss"
#endif

[Setup]
; The doubled brace is how a brace is written here; the identifier must stay the same for ever, as updates go by it.
AppId={{6E0A4B5F-6C0B-4E1D-9B0C-7D3C0A5B9A41}
AppName=tcpanim
AppVersion={#Version}
AppVerName=tcpanim {#Version}
AppPublisher=tcpanim contributors
; Without an administrator it goes into the user's own folder; one who is asked may choose otherwise.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
DefaultDirName={autopf}\tcpanim
DisableProgramGroupPage=yes
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\bundle\made\icons\tcpanim.ico
UninstallDisplayIcon={app}\tcpanim-gui.exe
UninstallDisplayName=tcpanim
OutputDir=..\..\dist
OutputBaseFilename=tcpanim-{#Version}-windows-setup
; What Qt 6 asks for: Windows 10, version 1809, 64 bits.
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
; The desktop learns at once of the file type below.
ChangesAssociations=yes
; A running tcpanim holds its files: it is asked to close, and not started again behind the user's back.
CloseApplications=yes
RestartApplications=no

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; What an older version had and this one has no longer.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\build\bundle\tcpanim\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\tcpanim"; Filename: "{app}\tcpanim-gui.exe"
Name: "{autodesktop}\tcpanim"; Filename: "{app}\tcpanim-gui.exe"; Tasks: desktopicon

[Registry]
; HKA is the user's part of the registry, or the machine's where it is installed for all.
Root: HKA; Subkey: "Software\Classes\.tcpanim"; ValueType: string; ValueData: "tcpanim.scenario"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.tcpanim"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-tcpanim+yaml"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.tcpanim\OpenWithProgids"; ValueType: string; ValueName: "tcpanim.scenario"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\tcpanim.scenario"; ValueType: string; ValueData: "TCP scenario"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\tcpanim.scenario\DefaultIcon"; ValueType: string; ValueData: "{app}\tcpanim-gui.exe,0"
Root: HKA; Subkey: "Software\Classes\tcpanim.scenario\shell\open\command"; ValueType: string; ValueData: """{app}\tcpanim-gui.exe"" ""%1"""

[Run]
Filename: "{app}\tcpanim-gui.exe"; Description: "{cm:LaunchProgram,tcpanim}"; Flags: nowait postinstall skipifsilent
