/* Stands in for pip in tests: a real program with pip's arguments, copying from FAKE_WHEELS. */
const fs = require("node:fs");
const path = require("node:path");
const args = process.argv.slice(2);
if (args[0] === "--version") {
  console.log("pip 24.0 from /fake (python 3.12)");
  process.exit(0);
}
const spec = args.at(-1);
const [name, version] = spec.split("==");
const out = args[args.indexOf("-d") + 1];
for (const needed of ["download", "--no-deps", "--only-binary=:all:"]) {
  if (!args.includes(needed)) throw new Error(`pip was called without ${needed}`);
}
const note = (text) => fs.appendFileSync(process.env.FAKE_LOG, `${text} ${name}\n`);
const behaviour = JSON.parse(process.env.FAKE_BEHAVIOUR ?? "{}");
const how = behaviour[name] ?? behaviour["*"] ?? "";
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function main() {
  note("start");
  if (how === "silent") await sleep(60_000);
  if (how === "error") {
    console.error("ERROR: No matching distribution found for " + spec);
    process.exit(1);
  }
  console.log("Collecting " + spec);
  const file = `${name.replaceAll("-", "_")}-${version}-py3-none-any.whl`;
  const bytes = fs.readFileSync(path.join(process.env.FAKE_WHEELS, file));
  const temporary = path.join(process.env.TMPDIR, "pip-unpack");
  fs.mkdirSync(temporary, { recursive: true });
  const target = path.join(temporary, file);
  const mark = path.join(path.dirname(process.env.FAKE_LOG), "failed-once-" + name);
  const broken = how === "stall" || (how === "once" && !fs.existsSync(mark));
  if (how === "slow" || broken) {
    const piece = Math.max(1, Math.ceil(bytes.length / 10));
    for (let at = 0; at < (broken ? bytes.length / 2 : bytes.length); at += piece) {
      fs.appendFileSync(target, bytes.subarray(at, at + piece));
      await sleep(how === "slow" ? 50 : 5);
    }
    if (how === "stall") await sleep(60_000);
    if (broken) {
      await sleep(400);
      fs.writeFileSync(mark, "");
      console.error("ERROR: connection broken");
      process.exit(2);
    }
  } else {
    if (how === "linger") await sleep(200);
    fs.writeFileSync(target, bytes);
  }
  fs.renameSync(target, path.join(out, file));
  note("end");
}
main();
