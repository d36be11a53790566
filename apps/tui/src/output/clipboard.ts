import { EXIT, Failure } from './failure.ts';

/** Bytes that terminals take: a sequence of 100,000 characters, of base64 but for its ends. */
const MOST_BYTES = 74_994;

/** Sends text to the clipboard of the terminal, by OSC 52, which no terminal answers. Throws a `Failure` for too much of it. */
export function copy(text: string): void {
  const bytes = Buffer.from(text);
  if (bytes.length > MOST_BYTES) {
    const most = `${bytes.length} bytes are more than the ${MOST_BYTES} that terminals copy`;
    throw new Failure(EXIT.usage, most, 'type :link FILE or :save FILE');
  }
  process.stdout.write(`\u001b]52;c;${bytes.toString('base64')}\u0007`);
}
