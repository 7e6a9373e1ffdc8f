/** Runes everywhere; styles leave the script as files of their own. */
export default { compilerOptions: { runes: true, css: "external" } };
