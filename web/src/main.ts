import { mount } from "svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";
import App from "./App.svelte";
import { language } from "./texts/index.svelte.ts";
import { prefs } from "./lib/prefs.svelte.ts";

prefs.apply();
await language.begin();
const target = document.getElementById("app");
if (target) mount(App, { target });
