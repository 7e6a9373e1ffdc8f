export type Theme = "system" | "light" | "dark";

/** What this browser keeps: never anything that lets somebody in. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`kralle.${name}`);
  } catch {
    return null; // storage is off in this browser
  }
}

export function keep(name: string, value: string | null): void {
  try {
    if (value === null || value === "") localStorage.removeItem(`kralle.${name}`);
    else localStorage.setItem(`kralle.${name}`, value);
  } catch {
    return; // storage is off or full: the setting holds until the page is left
  }
}

const system = matchMedia("(prefers-color-scheme: dark)");
const isTheme = (value: string | null): value is Theme => value === "light" || value === "dark" || value === "system";
const stored = kept("theme");

class Prefs {
  theme = $state<Theme>(isTheme(stored) ? stored : "system");

  setTheme(theme: Theme): void {
    this.theme = theme;
    keep("theme", theme === "system" ? null : theme);
    this.apply();
  }

  /** Called before the first paint, and when the system changes its mind. */
  apply(): void {
    const isDark = this.theme === "dark" || (this.theme === "system" && system.matches);
    document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
  }
}

export const prefs = new Prefs();
system.addEventListener("change", () => prefs.apply());
