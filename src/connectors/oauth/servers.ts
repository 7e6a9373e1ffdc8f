import type { OAuthServer } from "./types.ts";

/** Of Google (https://developers.google.com/identity/protocols/oauth2/native-app): reading, sending, drafts and labels. */
export const GOOGLE: OAuthServer = {
  authorize: "https://accounts.google.com/o/oauth2/v2/auth",
  token: "https://oauth2.googleapis.com/token",
  scopes: ["openid", "email", "https://www.googleapis.com/auth/gmail.modify"],
};

/** Of Microsoft (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow). */
export const MICROSOFT: OAuthServer = {
  authorize: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
  token: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
  scopes: ["offline_access", "User.Read", "Mail.ReadWrite", "Mail.Send"],
};
