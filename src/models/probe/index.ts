export { probeAbility } from "./ability.ts";
