export const PAGES = [
  "today",
  "inbox",
  "chat",
  "approvals",
  "runs",
  "security",
  "models",
  "usage",
  "accounts",
  "memory",
  "devices",
  "settings",
] as const;
export type PageName = (typeof PAGES)[number];

interface Route {
  /** null: there is no page at this address. */
  page: PageName | null;
  /** Of the conversation (null: a new one), or of what is opened on a page. */
  id: string | null;
}

/** Pages that open one thing by its id: `/today/item_…`. */
const WITH_ID: readonly PageName[] = ["chat", "today", "inbox"];

function toRoute(path: string): Route {
  const [, first = "", second = "", ...more] = path.split("/");
  const named = first === "" ? "chat" : PAGES.find((name) => name === first);
  const page = more.every((part) => part === "") ? (named ?? null) : null;
  return { page, id: page && WITH_ID.includes(page) && /^[a-z]{2,8}_[\w-]{1,64}$/u.test(second) ? second : null };
}

class Router {
  route = $state.raw<Route>(toRoute(location.pathname));

  constructor() {
    addEventListener("popstate", () => {
      this.route = toRoute(location.pathname);
    });
  }

  go(path: string, replace = false): void {
    if (path === location.pathname) return;
    history[replace ? "replaceState" : "pushState"](null, "", path);
    this.route = toRoute(path);
  }

  /** Follows links of this very page without loading it anew; leaves all others to the browser. */
  readonly onClick = (event: MouseEvent): void => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target !== "" || link.origin !== location.origin || link.hasAttribute("download")) return;
    event.preventDefault();
    this.go(link.pathname);
  };
}

export const router = new Router();
