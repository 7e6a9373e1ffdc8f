/** Errors of src/agent/mcp/ and src/app/mcpHouse.ts, in German. */
export const MCP: Readonly<Record<string, string>> = {
  "The MCP server {0} ended: {1}": "Der MCP-Server {0} ist zu Ende: {~1}",
  "Try its command by hand; `kralle mcp list` shows it.":
    "Seinen Befehl von Hand versuchen; `kralle mcp list` zeigt ihn.",
  "The MCP server {0} is on another machine.": "Der MCP-Server {0} ist auf einem anderen Rechner.",
  "Set mcp.servers.{0}.allowRemote, if what is asked may leave this machine.":
    "mcp.servers.{0}.allowRemote setzen, wenn Fragen diesen Rechner verlassen dürfen.",
  "The MCP server {0} gave no answer within {1} seconds.": "Der MCP-Server {0} antwortete {1} Sekunden lang nicht.",
  "The MCP server {0} answered {1}.": "Der MCP-Server {0} antwortete {1}.",
  "The MCP server {0} says too much.": "Der MCP-Server {0} sagt zu viel.",
  "The MCP server {0} failed: {1}": "Der MCP-Server {0} scheiterte: {~1}",
  "no answer of the protocol": "keine Antwort des Protokolls",
  "The MCP server {0} lists its tools in another form.": "Der MCP-Server {0} nennt seine Werkzeuge in anderer Form.",
  "The tool {0} of {1} failed: {2}": "Das Werkzeug {0} von {1} scheiterte: {2}",
  "The MCP server {0} offers other tools than those that were approved.":
    "Der MCP-Server {0} bietet andere Werkzeuge als die zugelassenen.",
  "Look at them and approve them: kralle mcp approve {0}": "Ansehen und zulassen: kralle mcp approve {0}",
  "The variable {0}, which shall hold the token of the MCP server {1}, is not set.":
    "Die Variable {0}, die den Schlüssel des MCP-Servers {1} enthalten soll, ist nicht gesetzt.",
  "There is no MCP server {0}.": "Es gibt keinen MCP-Server {0}.",
  "`kralle mcp list` shows those of the settings (mcp.servers).":
    "`kralle mcp list` zeigt die der Einstellungen (mcp.servers).",
};
