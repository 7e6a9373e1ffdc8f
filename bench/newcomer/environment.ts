import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * What a machine needs to reach its package indexes: addresses, proxies, certificates. Nothing else of the environment
 * comes along: no caches, no homes, no options of other programs.
 */
const REGISTRY_SETTINGS =
  /^(pip_(index_url|extra_index_url|find_links|no_index|trusted_host|proxy|cert|client_cert|config_file|default_timeout|timeout|retries|break_system_packages)|npm_config_(registry|cafile|ca|proxy|https_proxy|noproxy|strict_ssl|userconfig|globalconfig|@.*:registry)|https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|node_use_system_ca|ssl_cert_(file|dir)|requests_ca_bundle|curl_ca_bundle|git_ssl_cainfo|hf_endpoint|kralle_hub_url)$/i;

/** The system's own folders of programs, as a fresh account has them. */
const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

export interface CleanPlace {
  /** Becomes HOME: empty, so that Kralle's own home, npm's cache and pip's are empty too. */
  home: string;
  temporary: string;
  /** Folder of the Node that a fresh machine has, put first. */
  nodeFolder: string;
}

/** The environment of somebody who sits down at this machine for the first time. */
export function toCleanEnvironment(place: CleanPlace, env: Env = process.env): NodeJS.ProcessEnv {
  const settings = Object.entries(env).filter(([name, value]) => value !== undefined && REGISTRY_SETTINGS.test(name));
  return {
    ...toConfigFiles(env),
    ...Object.fromEntries(settings),
    PATH: [place.nodeFolder, ...SYSTEM_PATH].join(delimiter),
    HOME: place.home,
    TMPDIR: place.temporary,
    LANG: "C.UTF-8",
    COLUMNS: "400", // lines are read by us and must not be wrapped
  };
}

/** Registry settings that stand in files of the real home, which the new home does not have. */
function toConfigFiles(env: Env): NodeJS.ProcessEnv {
  const found: NodeJS.ProcessEnv = {};
  const home = env["HOME"] ?? "";
  const npm = join(home, ".npmrc");
  if (home !== "" && existsSync(npm)) found["npm_config_userconfig"] = npm;
  const pip = [join(home, ".config", "pip", "pip.conf"), join(home, ".pip", "pip.conf")].find((path) =>
    existsSync(path),
  );
  if (home !== "" && pip !== undefined) found["PIP_CONFIG_FILE"] = pip;
  return found;
}

export interface OldNode {
  folder: string;
  version: string;
}

/** The Node of the system: one that is too old for Kralle where there is one, as on a fresh machine, else ours. */
export function findSystemNode(path: string = process.env["PATH"] ?? ""): OldNode {
  const folders = [...SYSTEM_PATH, ...path.split(delimiter)].filter((folder) => existsSync(join(folder, "node")));
  const nodes = [...new Set(folders)].map((folder) => ({ folder, version: versionOf(join(folder, "node")) }));
  const old = nodes.find(({ version }) => {
    const major = Number(version.split(".")[0]);
    return major >= 18 && major < 24;
  });
  return old ?? { folder: dirname(process.execPath), version: process.versions.node };
}

function versionOf(node: string): string {
  return (spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? "").trim().replace(/^v/, "");
}
