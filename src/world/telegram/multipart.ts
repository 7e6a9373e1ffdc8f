/** Fields and files of `multipart/form-data` (RFC 7578). */
export interface Form {
  fields: Map<string, string>;
  files: Map<string, { name: string; bytes: Uint8Array }>;
}

/** Null for what is no such body. */
export function readForm(body: Buffer, contentType: string): Form | null {
  const boundary = /boundary="?([^";]+)"?/iu.exec(contentType)?.[1];
  if (boundary === undefined) return null;
  const form: Form = { fields: new Map(), files: new Map() };
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length;
    const next = body.indexOf(mark, start);
    if (next < 0) return body.subarray(start, start + 2).toString() === "--" ? form : null;
    const part = body.subarray(start + 2, next - 2); // without the line ends around it
    const head = part.indexOf("\r\n\r\n");
    if (head < 0) return null;
    const headers = part.subarray(0, head).toString();
    const content = part.subarray(head + 4);
    const name = /;\s*name="([^"]*)"/iu.exec(headers)?.[1];
    if (name === undefined) return null;
    const file = /;\s*filename="?([^"\r\n;]*)"?/iu.exec(headers)?.[1];
    if (file === undefined) form.fields.set(name, content.toString());
    else form.files.set(name, { name: file, bytes: new Uint8Array(content) });
    at = next;
  }
  return null;
}
