/** Credentials that a connection is made with, of which no message may repeat any. */
export interface Credentials {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/** An error of a server with no password in its words, in whatever form the server echoes it: the same kind of error, its code kept. */
export function withoutSecrets(error: unknown, { user = '', password }: Credentials): unknown {
  if (!password || !(error instanceof Error)) return error;
  const forms = formsOf(user, password);
  const { code } = error as { code?: unknown };
  const message = forms.reduce((text, form) => text.replaceAll(form, '…'), error.message);
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

/** As it is, in a URL, in JSON, in HTML, and as Basic authorisation writes it; longer forms first, since some hold others. */
function formsOf(user: string, password: string): string[] {
  const pair = `${user}:${password}`;
  const plain = [pair, password];
  const encoded = plain.flatMap((text) => [
    encodeURIComponent(text),
    new URLSearchParams({ _: text }).toString().slice(2),
    JSON.stringify(text).slice(1, -1),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    ...(['base64', 'base64url', 'hex'] as const).map((form) =>
      Buffer.from(text).toString(form).replace(/=+$/, ''),
    ),
  ]);
  return [...new Set([...plain, ...encoded])].sort((a, b) => b.length - a.length);
}
