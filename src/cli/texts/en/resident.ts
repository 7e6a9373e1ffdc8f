/** Words about probing, engine packs for graphics cards, and residency. */
export const resident = {
  packInstall: (name: string) => `Installing the engine for the graphics card (${name}, once)`,
  packTry: "Trying whether it starts",
};
