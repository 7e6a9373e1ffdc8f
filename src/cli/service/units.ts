/** What a service starts, by absolute paths. */
export interface ServicePlan {
  node: string;
  /** bin/kralle.js */
  bin: string;
  home: string;
}

const ARGUMENTS = ["up"];

/**
 * A user unit of systemd (systemd.unit(5), systemd.service(5), systemd.exec(5)). Of the hardening only what leaves the sandbox of commands its
 * user namespaces and the engine its compiled code.
 */
export function toSystemdUnit({ node, bin, home }: ServicePlan): string {
  return `[Unit]
Description=Kralle
After=network.target

[Service]
Type=exec
ExecStart=${toCommandLine([node, bin, ...ARGUMENTS])}
Environment=${toSystemdValue(`KRALLE_HOME=${home}`)}
Restart=on-failure
RestartSec=5
TimeoutStopSec=15
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes

[Install]
WantedBy=default.target
`;
}

/** The first word names the program, without variables; systemd takes none with quotes or backslashes in its path. */
function toCommandLine(words: readonly string[]): string {
  const [program = "", ...rest] = /['"\\]/.test(words[0] ?? "") ? ["/usr/bin/env", ...words] : words;
  return [toSystemdValue(program), ...rest.map(toSystemdWord)].join(" ");
}

/** A word after the first of a command line: `%` begins a specifier, `$` a variable, and C escapes hold inside of quotes (systemd.syntax(7)). */
const toSystemdWord = (word: string): string => toSystemdValue(word).replaceAll("$", "$$$$");

/** The same where variables are not replaced. */
function toSystemdValue(text: string): string {
  // oxlint-disable-next-line no-control-regex -- a path may hold them
  const escaped = text.replaceAll(/[\\"\u0000-\u001f\u007f]/gu, (found) =>
    found === "\\" || found === '"' ? `\\${found}` : `\\x${found.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escaped.replaceAll("%", "%%")}"`;
}

export const LAUNCHD_LABEL = "kralle.gateway";

/** A launch agent (launchd.plist(5)). */
export function toLaunchdPlist({ node, bin, home }: ServicePlan): string {
  const words = [node, bin, ...ARGUMENTS].map((word) => `    <string>${toXml(word)}</string>`).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${LAUNCHD_LABEL}</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>KRALLE_HOME</key>
    <string>${toXml(home)}</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>Umask</key>
  <integer>63</integer>
</dict>
</plist>
`;
}

/** A task of the Task Scheduler (its XML schema, version 1.2) for one user, started when that user signs in. */
export function toTaskXml({ node, bin, home }: ServicePlan, user: string): string {
  // A task has no environment of its own: a shell sets the variable. Inside of quotes cmd takes everything but " and %.
  const line = `/d /s /c "set "KRALLE_HOME=${toCmd(home)}"&& ${[node, bin, ...ARGUMENTS].map((word) => `"${toCmd(word)}"`).join(" ")}"`;
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Kralle</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>${toXml(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${toXml(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>5</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>${toXml(line)}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/** No path of Windows has a quotation mark. A percent sign stays: only the name of a variable between two would be replaced. */
const toCmd = (text: string): string => text.replaceAll('"', "");

function toXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
