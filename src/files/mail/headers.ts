import type { Header } from "postal-mime";
import type { Automatic, MailAddress, Unsubscribe } from "../../store/index.ts";

/** All values of a header, in order. */
export const valuesOf = (headers: readonly Header[], key: string): string[] =>
  headers.filter((header) => header.key === key).map((header) => header.value.trim());

const first = (headers: readonly Header[], key: string): string => valuesOf(headers, key)[0] ?? "";

const MESSAGE_ID_CHARS = 500;

/** "<…@…>" of a header; what is longer than any real one is none. */
export function toMessageIds(value: string): string[] {
  return (value.slice(0, 100_000).match(/<[^<>\s]{1,900}>/g) ?? []).filter((id) => id.length <= MESSAGE_ID_CHARS);
}

const NO_REPLY = /^(?:no|do[-_.]?not|nicht|keine?|never)[-_.]?(?:reply|respond|answer|antwort(?:en)?)(?:[-_.+].*)?$/;
const DAEMON = /^(?:mailer-daemon|postmaster|mail-daemon|double-bounce)$/;
const LISTS = ["list-id", "list-post", "list-unsubscribe", "list-subscribe", "list-help", "list-owner", "list-archive"];

/** Why this mail must not be answered by a program (RFC 3834, 2); null: it may. */
export function findAutomatic(
  headers: readonly Header[],
  from: MailAddress | null,
  own: readonly string[],
): Automatic | null {
  const local = (from?.address ?? "").split("@")[0] ?? "";
  if (from && own.includes(from.address)) return "own";
  const type = first(headers, "content-type").toLowerCase();
  const isReport = type.startsWith("multipart/report") && !/report-type\s*=\s*"?disposition/.test(type);
  if (valuesOf(headers, "return-path").includes("<>") || isReport || DAEMON.test(local)) return "bounce";
  const submitted = first(headers, "auto-submitted").toLowerCase().split(";")[0]?.trim() ?? "";
  if (submitted !== "" && submitted !== "no") return "auto-submitted";
  const suppressed = first(headers, "x-auto-response-suppress").toLowerCase();
  if (/\b(?:all|autoreply|oof)\b/.test(suppressed)) return "auto-submitted";
  if (["x-autoreply", "x-autorespond", "x-autoresponder"].some((key) => first(headers, key) !== ""))
    return "auto-submitted";
  if (type.startsWith("multipart/report")) return "auto-submitted";
  if (LISTS.some((key) => first(headers, key) !== "")) return "list";
  const precedence = first(headers, "precedence").toLowerCase();
  if (precedence === "auto_reply") return "auto-submitted";
  if (/^(?:bulk|list|junk)$/.test(precedence)) return "bulk";
  return NO_REPLY.test(local) ? "noreply" : null;
}

/** What the own server found out about who sent a mail (RFC 8601); headers of other servers may be the sender's own words. */
export interface Verdict {
  dmarc: string;
  spf: string;
  spfDomain: string;
  /** Domains whose signature holds. */
  signedBy: string[];
}

/** `server`: the name that the own server gives itself there; null: not known, so nothing is. */
export function readVerdict(headers: readonly Header[], server: string | null): Verdict | null {
  if (server === null) return null;
  const mine = valuesOf(headers, "authentication-results").find(
    (value) => /^[^\s;]+/.exec(value)?.[0].toLowerCase() === server.toLowerCase(),
  );
  if (mine === undefined) return null;
  const results = mine.slice(0, 20_000).toLowerCase().split(";").slice(1);
  const methods = results.map((result) => {
    const [, method = "", verdict = ""] = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)/.exec(result) ?? [];
    const property = (name: string): string =>
      new RegExp(`\\b${name}\\s*=\\s*"?@?([^\\s"();]+)`).exec(result)?.[1] ?? "";
    return { method, verdict, property };
  });
  const spf = methods.find(({ method }) => method === "spf");
  return {
    dmarc: methods.find(({ method }) => method === "dmarc")?.verdict ?? "",
    spf: spf?.verdict ?? "",
    spfDomain: domainOf(spf?.property("smtp\\.mailfrom") ?? ""),
    signedBy: methods
      .filter(({ method, verdict }) => method === "dkim" && verdict === "pass")
      .map(({ property }) => domainOf(property("header\\.d") || property("header\\.i")))
      .filter((domain) => domain !== ""),
  };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

/** One is the other, or lies below it: the relaxed alignment of DMARC (RFC 7489, 3.1) without a list of public suffixes, so never wider. */
const isAligned = (a: string, b: string): boolean =>
  a !== "" && b !== "" && (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)) && a.includes(".") && b.includes(".");

/** Whether the sender's domain stands behind this mail. */
export function toVerified(verdict: Verdict | null, from: MailAddress | null): "pass" | "fail" | "none" {
  if (!verdict || !from) return "none";
  if (verdict.dmarc === "pass") return "pass";
  if (verdict.dmarc === "fail") return "fail";
  const domain = domainOf(from.address);
  if (verdict.signedBy.some((signer) => isAligned(signer, domain))) return "pass";
  return verdict.spf === "pass" && isAligned(verdict.spfDomain, domain) ? "pass" : "none";
}

/** The way out that a mail offers; without a click only where RFC 8058 allows: https, its own header, and a signature that holds over both. */
export function findUnsubscribe(headers: readonly Header[], verdict: Verdict | null): Unsubscribe | null {
  const ways = (
    first(headers, "list-unsubscribe")
      .slice(0, 5_000)
      .match(/<[^<>]{1,2000}>/g) ?? []
  ).map((way) => way.slice(1, -1).replaceAll(/\s/g, ""));
  const link = ways.find((way) => /^https:\/\//i.test(way) && URL.canParse(way));
  if (link) return { url: link, oneClick: isOneClick(headers, verdict) };
  const letter = ways.find((way) => /^mailto:[^@\s]+@[^@\s]+$/i.test(way));
  return letter ? { mailto: letter.slice("mailto:".length) } : null;
}

function isOneClick(headers: readonly Header[], verdict: Verdict | null): boolean {
  const post = valuesOf(headers, "list-unsubscribe-post");
  if (post.length !== 1 || !/^list-unsubscribe\s*=\s*one-click$/i.test(post[0] ?? "")) return false;
  if (valuesOf(headers, "list-unsubscribe").length !== 1) return false;
  return valuesOf(headers, "dkim-signature").some((signature) => {
    const tag = (name: string): string => new RegExp(`(?:^|;)\\s*${name}\\s*=([^;]*)`, "i").exec(signature)?.[1] ?? "";
    const domain = tag("d").trim().toLowerCase();
    const signed = tag("h")
      .toLowerCase()
      .split(":")
      .map((one) => one.trim());
    const both = signed.includes("list-unsubscribe") && signed.includes("list-unsubscribe-post");
    return both && (verdict?.signedBy.includes(domain) ?? false);
  });
}
