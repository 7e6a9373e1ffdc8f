/** The ways in which a page sends something; each gives what the page got to see of the answer, or "nothing". */
function createSenders() {
  const patience = 1_500;
  const settle = (start) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve("nothing"), patience);
      start((got) => {
        clearTimeout(timer);
        resolve(got);
      });
    });
  const asFetch = (url, init) =>
    fetch(url, { credentials: "include", ...init }).then(
      async (answer) =>
        answer.type === "opaque" || answer.type === "opaqueredirect"
          ? "nothing"
          : `read ${(await answer.text()).length}`,
      () => "nothing",
    );
  const asElement = (tag, url) =>
    settle((done) => {
      const element = document.createElement(tag);
      element.addEventListener("load", () => done("loaded"));
      element.addEventListener("error", () => done("nothing"));
      if (tag === "link") Object.assign(element, { rel: "stylesheet", href: url });
      else element.src = url;
      document.body.append(element);
    });
  const asForm = (url, enctype) =>
    settle((done) => {
      const frame = document.createElement("iframe");
      frame.name = `f${document.querySelectorAll("iframe").length}`;
      const form = document.createElement("form");
      Object.assign(form, { action: url, method: "POST", enctype, target: frame.name });
      const field = document.createElement("input");
      Object.assign(field, { name: '{"scope":"admin","name":"planted', value: '"}' });
      form.append(field);
      document.body.append(frame, form);
      form.submit();
      setTimeout(() => done("nothing"), 300); // judged by what the gateway did
    });
  const asFrame = (url) =>
    settle((done) => {
      const frame = document.createElement("iframe");
      frame.addEventListener("load", () => {
        let seen = "nothing";
        try {
          seen = (frame.contentDocument?.body?.textContent ?? "") === "" ? "nothing" : "read";
        } catch {
          seen = "nothing";
        }
        done(seen);
      });
      frame.src = url;
      document.body.append(frame);
    });
  const asSocket = (url, protocols) =>
    settle((done) => {
      const socket = new WebSocket(url, protocols);
      socket.addEventListener("open", () => done("open"));
      socket.addEventListener("error", () => done("nothing"));
    });
  const asEvents = (url) =>
    settle((done) => {
      const events = new EventSource(url, { withCredentials: true });
      events.addEventListener("open", () => done("open"));
      events.addEventListener("error", () => {
        events.close();
        done("nothing");
      });
    });
  const asBeacon = async (url, content) => {
    navigator.sendBeacon(url, content);
    return "nothing"; // judged by what the gateway did
  };
  return { asBeacon, asFetch, asElement, asForm, asFrame, asSocket, asEvents };
}

/**
 * Runs inside a page, as it stands: everything that a page can send to another address without asking anybody, with the cookies
 * that the browser adds. `base` is the address of the gateway. Anything but "nothing" is something that the page must not have.
 */
export async function attemptAll(base) {
  const { asBeacon, asFetch, asElement, asForm, asFrame, asSocket, asEvents } = createSenders();
  const body = JSON.stringify({ name: "planted", scope: "admin" });
  const json = { "content-type": "application/json" };
  const attempts = [
    ["socket", () => asSocket(`${base.replace("http", "ws")}/api/ws`)],
    ["socket with a protocol", () => asSocket(`${base.replace("http", "ws")}/api/ws`, ["kralle"])],
    ["events", () => asEvents(`${base}/api/events`)],
    ["read", () => asFetch(`${base}/api/me`, {})],
    ["read without rules", () => asFetch(`${base}/api/me`, { mode: "no-cors" })],
    ["read, redirects by hand", () => asFetch(`${base}/api/me`, { redirect: "manual" })],
    ["post as text", () => asFetch(`${base}/api/tokens`, { method: "POST", mode: "no-cors", body })],
    ["post as text, with rules", () => asFetch(`${base}/api/tokens`, { method: "POST", body })],
    ["post as JSON", () => asFetch(`${base}/api/tokens`, { method: "POST", headers: json, body })],
    [
      "post with our mark",
      () => asFetch(`${base}/api/tokens`, { method: "POST", headers: { ...json, "x-kralle": "1" }, body }),
    ],
    ["delete", () => asFetch(`${base}/api/devices/0123456789abcdef`, { method: "DELETE" })],
    ["post and leave", () => asFetch(`${base}/api/tokens`, { method: "POST", mode: "no-cors", keepalive: true, body })],
    ["beacon", () => asBeacon(`${base}/api/tokens`, body)],
    ["beacon as JSON", () => asBeacon(`${base}/api/tokens`, new Blob([body], { type: "application/json" }))],
    ["picture", () => asElement("img", `${base}/api/me`)],
    ["script", () => asElement("script", `${base}/api/me`)],
    ["style", () => asElement("link", `${base}/api/me`)],
    ["frame", () => asFrame(`${base}/api/me`)],
    ["frame of a page", () => asFrame(`${base}/`)],
    ["form", () => asForm(`${base}/api/tokens`, "application/x-www-form-urlencoded")],
    ["form as text", () => asForm(`${base}/api/tokens`, "text/plain")],
    ["form of parts", () => asForm(`${base}/api/tokens`, "multipart/form-data")],
    [
      "sign-in as somebody else",
      () => asFetch(`${base}/api/sign-in`, { method: "POST", mode: "no-cors", body: '{"code":"x"}' }),
    ],
  ];
  const outcomes = [];
  for (const [name, start] of attempts) {
    const got = await start().catch(() => "nothing");
    outcomes.push({ name: `${name} at ${base}`, got });
  }
  return outcomes;
}
