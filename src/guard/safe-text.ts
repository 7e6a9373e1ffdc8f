/* oxlint-disable no-control-regex -- control characters are what this file is about */

// ECMA-48: CSI, then OSC/DCS/SOS/PM/APC up to BEL or ST, then two-byte sequences; ESC and the 8-bit forms.
const ANSI =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b[ -/]*[0-~]/g;
// Controls but line feed and tab; format characters (bidi, zero-width, tags); what fonts leave blank; private, unassigned.
const HIDDEN = /[^\P{Cc}\n\t]|\p{Cf}|\p{Co}|\p{Cn}|\p{Default_Ignorable_Code_Point}|[\u2028\u2029\u2800]/gu;

/**
 * Text as it may be shown where somebody decides by it: no control, ANSI, bidi, zero-width or tag character is left, so
 * nothing can hide, reorder or overwrite what is read. Line feeds and tabs stay; a carriage return becomes a line feed.
 */
export function toSafeText(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, "\n").replaceAll(ANSI, "").replaceAll(HIDDEN, "");
}

/** The same on one line. */
export function toSafeLine(text: string): string {
  return toSafeText(text).replaceAll(/\s+/g, " ").trim();
}
